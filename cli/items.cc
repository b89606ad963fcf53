// partita get, put, query, scan: a look at the data of a running house, over its native socket.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/house_client.h"

namespace partita::cli {
namespace {

struct ItemOptions : DataOptions {
  std::string item;  // or the key, as JSON
  std::string condition;
  std::string key_condition;
  std::string filter;
  std::string projection;
  std::string index;
  uint64_t limit = 0;  // items to print; 0: all
  bool consistent = false;
  bool backward = false;
};

void SetText(void (*set)(partita_request*, const char*), const std::string& text,
             partita_request* request) {
  if (!text.empty()) set(request, text.c_str());
}

int Get(const ItemOptions& options) {
  const ValueHandle key = ReadItemArgument(options.item);
  const RequestHandle request(partita_request_new(PARTITA_GET, options.table.c_str()));
  if (key == nullptr || !AddPlaceholders(options, request.get())) return kExitUsage;
  partita_request_item(request.get(), key.get());
  partita_request_consistent(request.get(), 1);
  SetText(partita_request_projection, options.projection, request.get());
  const ClientHandle client = ConnectTo(options);
  const ResultHandle result(partita_execute(client.get(), request.get()));
  if (partita_result_status(result.get()) != PARTITA_OK) return FailWith(result.get());
  const partita_value* item = partita_result_item(result.get());
  if (item == nullptr) {
    fmt::print(stderr, "partita: no item has this key\n");
    return kExitFailed;
  }
  PrintItem(item, options.plain);
  return kExitOk;
}

int Put(const ItemOptions& options) {
  const ValueHandle item = ReadItemArgument(options.item);
  const RequestHandle request(partita_request_new(PARTITA_PUT, options.table.c_str()));
  if (item == nullptr || !AddPlaceholders(options, request.get())) return kExitUsage;
  partita_request_item(request.get(), item.get());
  SetText(partita_request_condition, options.condition, request.get());
  const ClientHandle client = ConnectTo(options);
  const ResultHandle result(partita_execute(client.get(), request.get()));
  return partita_result_status(result.get()) == PARTITA_OK ? kExitOk : FailWith(result.get());
}

// Page after page, until the limit or the end.
int PrintPages(const ItemOptions& options, partita_request* request) {
  const ClientHandle client = ConnectTo(options);
  uint64_t left = options.limit == 0 ? UINT64_MAX : options.limit;
  if (options.filter.empty()) partita_request_limit(request, options.limit);
  while (left > 0) {
    const ResultHandle page(partita_execute(client.get(), request));
    if (partita_result_status(page.get()) != PARTITA_OK) return FailWith(page.get());
    const uint64_t items = std::min<uint64_t>(left, partita_result_items(page.get()));
    for (uint64_t i = 0; i < items; ++i)
      PrintItem(partita_result_item_at(page.get(), i), options.plain);
    left -= items;
    if (partita_result_last_key(page.get()) == nullptr) break;
    partita_request_start_key(request, partita_result_last_key(page.get()));
  }
  return kExitOk;
}

int Read(const ItemOptions& options, partita_operation operation) {
  const RequestHandle request(partita_request_new(operation, options.table.c_str()));
  if (!AddPlaceholders(options, request.get())) return kExitUsage;
  SetText(partita_request_key_condition, options.key_condition, request.get());
  SetText(partita_request_filter, options.filter, request.get());
  SetText(partita_request_projection, options.projection, request.get());
  SetText(partita_request_index, options.index, request.get());
  partita_request_consistent(request.get(), options.consistent ? 1 : 0);
  partita_request_backward(request.get(), options.backward ? 1 : 0);
  return PrintPages(options, request.get());
}

void AddReadOptions(CLI::App* command, ItemOptions* options) {
  AddPlainOption(command, options);
  command->add_option("--index", options->index, "Read an index of the table");
  command->add_option("--filter", options->filter, "FilterExpression");
  command->add_option("--projection", options->projection, "ProjectionExpression");
  command->add_option("--limit", options->limit, "Print at most so many items");
  command->add_flag("--consistent", options->consistent, "Read consistently");
}

}  // namespace

void AddGet(CLI::App* app, int* exit_code) {
  CLI::App* get = app->add_subcommand("get", "Print one item of a table");
  const auto options = std::make_shared<ItemOptions>();
  AddDataOptions(get, options.get());
  get->add_option("KEY", options->item, "Key in DynamoDB JSON; - reads it from standard input")
      ->required();
  get->add_option("--projection", options->projection, "ProjectionExpression");
  AddPlainOption(get, options.get());
  get->footer(
      "Example: partita get music '{\"artist\":{\"S\":\"Bach\"},\"song\":{\"S\":\"Air\"}}'\n\n"
      "Exit codes: 0 printed, 1 there is no such item or the house refused, 64 wrong usage,\n"
      "69 nobody serves.");
  get->callback([options, exit_code] { *exit_code = Get(*options); });
}

void AddPut(CLI::App* app, int* exit_code) {
  CLI::App* put = app->add_subcommand("put", "Write one item of a table");
  const auto options = std::make_shared<ItemOptions>();
  AddDataOptions(put, options.get());
  put->add_option("ITEM", options->item, "Item in DynamoDB JSON; - reads it from standard input")
      ->required();
  put->add_option("--condition", options->condition, "ConditionExpression");
  put->footer(
      "Example: partita put music '{\"artist\":{\"S\":\"Bach\"},\"song\":{\"S\":\"Air\"}}'\n\n"
      "Exit codes: 0 written and synced, 1 the condition does not hold or the house refused,\n"
      "64 wrong usage, 69 nobody serves.");
  put->callback([options, exit_code] { *exit_code = Put(*options); });
}

void AddQuery(CLI::App* app, int* exit_code) {
  CLI::App* query =
      app->add_subcommand("query", "Print the items under a partition key, one JSON a line");
  const auto options = std::make_shared<ItemOptions>();
  AddDataOptions(query, options.get());
  query->add_option("--key", options->key_condition, "KeyConditionExpression")->required();
  AddReadOptions(query, options.get());
  query->add_flag("--backward", options->backward, "From the last sort key to the first");
  query->footer(
      "Example: partita query music --key 'artist = :a' --value ':a={\"S\":\"Bach\"}' --plain\n\n"
      "Exit codes: 0 printed, if there were any, 1 the house refused, 64 wrong usage,\n"
      "69 nobody serves.");
  query->callback([options, exit_code] { *exit_code = Read(*options, PARTITA_QUERY); });
}

void AddScan(CLI::App* app, int* exit_code) {
  CLI::App* scan = app->add_subcommand("scan", "Print the items of a table, one JSON a line");
  const auto options = std::make_shared<ItemOptions>();
  AddDataOptions(scan, options.get());
  AddReadOptions(scan, options.get());
  scan->footer(
      "Example: partita scan music --limit 10 --plain\n\n"
      "Exit codes: 0 printed, if there were any, 1 the house refused, 64 wrong usage,\n"
      "69 nobody serves.");
  scan->callback([options, exit_code] { *exit_code = Read(*options, PARTITA_SCAN); });
}

}  // namespace partita::cli
