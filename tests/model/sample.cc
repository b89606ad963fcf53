#include "tests/model/sample.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "model/item_json.h"

namespace partita::model {

Item ItemOf(std::string_view json) {
  simdjson::dom::parser parser;
  const auto item = ParseItem(parser.parse(std::string(json)).value());
  EXPECT_TRUE(item.ok()) << json << ": " << (item.ok() ? "" : item.error().message);
  return item.ok() ? *item : Item();
}

AttributeValue ValueOf(std::string_view json) {
  simdjson::dom::parser parser;
  const auto value = ParseValue(parser.parse(std::string(json)).value());
  EXPECT_TRUE(value.ok()) << json << ": " << (value.ok() ? "" : value.error().message);
  return value.ok() ? *value : AttributeValue();
}

Number NumberOf(std::string_view text) {
  const auto number = Number::Parse(text);
  EXPECT_TRUE(number.ok()) << text;
  return number.ok() ? *number : Number();
}

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    hex += fmt::format("{}{:02X}", hex.empty() ? "" : " ", static_cast<uint8_t>(c));
  }
  return hex;
}

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (size_t at = 0; at < hex.size(); at += 3) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
  }
  return bytes;
}

TableSchema FullTable() {
  TableSchema table;
  table.id = 0xFFEEDDCCBBAA9988;
  table.uuid = "7a1f0c52-0000-4000-8000-000000000001";
  table.name = "orders";
  table.status = TableStatus::kActive;
  table.created_at_us = 1'732'284'000'123'456;
  table.key.partition = {{std::string("p%\0k", 4), AttributeType::kS}};
  table.key.sort = {{"sk", AttributeType::kN}};
  table.attribute_definitions = {{"sk", AttributeType::kN}, {"b", AttributeType::kB}};
  IndexSchema index;
  index.id = 7;
  index.name = "by-b";
  index.key.partition = {{"b", AttributeType::kB}, {"c", AttributeType::kS}};
  index.key.sort = {{"sk", AttributeType::kN}};
  index.projection = ProjectionType::kInclude;
  index.non_key_attributes = {"x", "\xC3\xA4"};
  index.status = IndexStatus::kCreating;
  index.backfilling = true;
  index.throughput = {5, 6};
  index.on_demand = {{100, -1}};
  index.warm = {7, 8};
  IndexSchema local;
  local.id = 8;
  local.name = "local";
  local.global = false;
  table.indexes = {index, local};
  table.next_index_id = 9;
  table.billing_mode = BillingMode::kPayPerRequest;
  table.throughput = {INT64_MAX, INT64_MIN};
  table.on_demand = {{-1, 4000}};
  table.warm = {13000, 5000};
  table.billing_mode_changed_at_us = 1;
  table.throughput_increased_at_us = 2;
  table.throughput_decreased_at_us = 3;
  table.table_class = TableClass::kStandardInfrequentAccess;
  table.table_class_given = true;
  table.deletion_protection = true;
  table.sse_enabled = true;
  table.sse_kms_key_arn = "arn:aws:kms:eu-west-1:000000000000:key/k";
  table.stream = StreamViewType::kNewAndOldImages;
  table.stream_label_us = 4;
  table.latest_stream_view = StreamViewType::kKeysOnly;
  table.ttl_attribute = "expires";
  table.ttl_changed_at_us = 5;
  table.ttl_index_id = 7;
  table.point_in_time_recovery = true;
  table.recovery_since_us = 6;
  table.recovery_period_days = 35;
  table.tags = {{"team", "blue"}, {"empty", ""}};
  return table;
}

}  // namespace partita::model
