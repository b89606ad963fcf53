#include "gateway/api/json_writer.h"

#include <fmt/format.h>

#include <iterator>

#include "model/item_json.h"

namespace partita::gateway::api {

void JsonWriter::Separate() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_.push_back(',');
}

JsonWriter& JsonWriter::BeginObject() {
  Separate();
  out_.push_back('{');
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  out_.push_back('}');
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  Separate();
  out_.push_back('[');
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  out_.push_back(']');
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view name) {
  Separate();
  out_.push_back('"');
  out_.append(name);
  out_.append("\":");
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view text) {
  Separate();
  model::AppendJsonString(text, &out_);
  return *this;
}

JsonWriter& JsonWriter::Integer(int64_t value) {
  Separate();
  fmt::format_to(std::back_inserter(out_), "{}", value);
  return *this;
}

JsonWriter& JsonWriter::Boolean(bool value) {
  Separate();
  out_.append(value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::Units(double value) {
  Separate();
  fmt::format_to(std::back_inserter(out_), "{:.1f}", value);
  return *this;
}

JsonWriter& JsonWriter::Date(int64_t microseconds) {
  Separate();
  fmt::format_to(std::back_inserter(out_), "{}.{:03}", microseconds / 1'000'000,
                 microseconds % 1'000'000 / 1000);
  return *this;
}

std::string* JsonWriter::Value() {
  Separate();
  return &out_;
}

}  // namespace partita::gateway::api
