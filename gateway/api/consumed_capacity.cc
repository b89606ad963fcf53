#include "gateway/api/consumed_capacity.h"

#include <algorithm>

#include "model/limits.h"

namespace partita::gateway::api {

namespace {

double RoundedUp(uint64_t bytes, int64_t unit_bytes) {
  const uint64_t unit = static_cast<uint64_t>(unit_bytes);
  return static_cast<double>(std::max<uint64_t>(1, (bytes + unit - 1) / unit));
}

}  // namespace

ReturnConsumedCapacity ToReturnConsumedCapacity(const std::optional<std::string_view>& parameter) {
  if (parameter == "TOTAL") return ReturnConsumedCapacity::kTotal;
  if (parameter == "INDEXES") return ReturnConsumedCapacity::kIndexes;
  return ReturnConsumedCapacity::kNone;
}

double ReadUnits(uint64_t size_bytes, bool consistent) {
  return RoundedUp(size_bytes, model::kReadUnitBytes) * (consistent ? 1.0 : 0.5);
}

double WriteUnits(uint64_t old_size_bytes, uint64_t new_size_bytes) {
  return RoundedUp(std::max(old_size_bytes, new_size_bytes), model::kWriteUnitBytes);
}

void WriteCapacityOfTable(ReturnConsumedCapacity mode, std::string_view table_name, double units,
                          JsonWriter* json) {
  json->BeginObject();
  json->Key("TableName").String(table_name).Key("CapacityUnits").Units(units);
  if (mode == ReturnConsumedCapacity::kIndexes) {
    json->Key("Table").BeginObject().Key("CapacityUnits").Units(units).EndObject();
  }
  json->EndObject();
}

void WriteConsumedCapacity(ReturnConsumedCapacity mode, std::string_view table_name, double units,
                           JsonWriter* json) {
  if (mode == ReturnConsumedCapacity::kNone) return;
  WriteCapacityOfTable(mode, table_name, units, &json->Key("ConsumedCapacity"));
}

}  // namespace partita::gateway::api
