#include "cli/house_client.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "cli/command.h"
#include "model/base64.h"
#include "model/item_json.h"

namespace partita::cli {
namespace {

void Complain(std::string_view what) { fmt::print(stderr, "partita: {}\n", what); }

std::string_view BytesOf(const partita_value* value) {
  size_t size = 0;
  const char* bytes = partita_value_bytes(value, &size);
  return {bytes, size};
}

void AppendPlain(const partita_value* value, std::string* out);

void AppendBinary(std::string_view bytes, std::string* out) {
  out->push_back('"');
  model::AppendBase64(bytes, out);
  out->push_back('"');
}

void AppendPlainMap(const partita_value* map, std::string* out) {
  out->push_back('{');
  for (size_t i = 0; i < partita_value_count(map); ++i) {
    if (i > 0) out->push_back(',');
    size_t size = 0;
    const char* name = partita_map_name(map, i, &size);
    model::AppendJsonString({name, size}, out);
    out->push_back(':');
    AppendPlain(partita_map_at(map, i), out);
  }
  out->push_back('}');
}

void AppendMember(const partita_value* set, size_t index, std::string* out) {
  char number[PARTITA_NUMBER_BYTES];
  size_t size = 0;
  switch (partita_value_type(set)) {
    case PARTITA_LIST:
      return AppendPlain(partita_list_at(set, index), out);
    case PARTITA_NUMBER_SET:
      out->append(number, partita_set_number(set, index, number));
      return;
    case PARTITA_STRING_SET: {
      const char* text = partita_set_member(set, index, &size);
      return model::AppendJsonString({text, size}, out);
    }
    default: {
      const char* bytes = partita_set_member(set, index, &size);
      return AppendBinary({bytes, size}, out);
    }
  }
}

void AppendPlain(const partita_value* value, std::string* out) {
  char number[PARTITA_NUMBER_BYTES];
  switch (partita_value_type(value)) {
    case PARTITA_STRING:
      return model::AppendJsonString(BytesOf(value), out);
    case PARTITA_NUMBER:
      out->append(number, partita_value_number(value, number));
      return;
    case PARTITA_BINARY:
      return AppendBinary(BytesOf(value), out);
    case PARTITA_BOOL:
      out->append(partita_value_is_true(value) ? "true" : "false");
      return;
    case PARTITA_NULL:
      out->append("null");
      return;
    case PARTITA_MAP:
      return AppendPlainMap(value, out);
    default:
      break;
  }
  out->push_back('[');
  for (size_t i = 0; i < partita_value_count(value); ++i) {
    if (i > 0) out->push_back(',');
    AppendMember(value, i, out);
  }
  out->push_back(']');
}

ValueHandle ParseItem(std::string_view json) {
  char* why = nullptr;
  ValueHandle item(partita_item_from_json(json.data(), json.size(), &why));
  if (item == nullptr) {
    Complain(fmt::format("no item in DynamoDB JSON, such as {{\"pk\": {{\"S\": \"a\"}}}}: {}",
                         why == nullptr ? "" : why));
  }
  partita_free(why);
  return item;
}

// "#n=x" or ":v=…", cut at the first "=".
bool Cut(const std::string& option, std::string* placeholder, std::string* meaning) {
  const size_t at = option.find('=');
  if (at == std::string::npos || at == 0) {
    Complain(fmt::format("'{}' does not say what it stands for: '#n=name', ':v={{\"S\":\"a\"}}'",
                         option));
    return false;
  }
  *placeholder = option.substr(0, at);
  *meaning = option.substr(at + 1);
  return true;
}

}  // namespace

void AddDataOptions(CLI::App* command, DataOptions* options) {
  command->add_option("TABLE", options->table, "Name of the table")->required();
  command->add_option("--data", options->data, "Data directory of the house")
      ->capture_default_str();
  command->add_option("--socket", options->socket,
                      "Native socket of the house, if it is not in the data directory");
  command
      ->add_option("--name", options->names,
                   "What a name placeholder stands for, '#n=attribute'; repeatable")
      ->expected(1)
      ->take_all();
  command
      ->add_option("--value", options->values,
                   "What a value placeholder stands for, ':v={\"S\":\"text\"}'; repeatable")
      ->expected(1)
      ->take_all();
}

void AddPlainOption(CLI::App* command, DataOptions* options) {
  command->add_flag("--plain", options->plain,
                    "Print plain JSON: without types, sets as arrays, binaries in base64");
}

ClientHandle ConnectTo(const DataOptions& options) {
  ClientHandle client(options.socket.empty() ? partita_client_for_data(options.data.c_str())
                                             : partita_client_new(options.socket.c_str()));
  partita_client_patience(client.get(), 0);
  return client;
}

ValueHandle ReadItemArgument(const std::string& argument) {
  if (argument != "-") return ParseItem(argument);
  const std::string text((std::istreambuf_iterator<char>(std::cin)),
                         std::istreambuf_iterator<char>());
  return ParseItem(text);
}

bool AddPlaceholders(const DataOptions& options, partita_request* request) {
  std::string placeholder, meaning;
  for (const std::string& option : options.names) {
    if (!Cut(option, &placeholder, &meaning)) return false;
    partita_request_name(request, placeholder.c_str(), meaning.c_str());
  }
  for (const std::string& option : options.values) {
    if (!Cut(option, &placeholder, &meaning)) return false;
    const ValueHandle item = ParseItem("{\"value\":" + meaning + "}");
    if (item == nullptr) return false;
    partita_request_value(request, placeholder.c_str(),
                          partita_map_get(item.get(), "value", 5));
  }
  return true;
}

void PrintItem(const partita_value* item, bool plain) {
  std::string line;
  if (plain) {
    AppendPlain(item, &line);
  } else {
    char* json = partita_item_to_json(item);
    line = json;
    partita_free(json);
  }
  line.push_back('\n');
  std::fwrite(line.data(), 1, line.size(), stdout);
}

int FailWith(const partita_result* result) {
  const partita_status status = partita_result_status(result);
  Complain(status == PARTITA_UNAVAILABLE
               ? partita_result_message(result)
               : fmt::format("{}: {}", partita_result_error(result),
                             partita_result_message(result)));
  if (status == PARTITA_UNAVAILABLE) return kExitUnavailable;
  return status == PARTITA_INVALID ? kExitUsage : kExitFailed;
}

}  // namespace partita::cli
