#include "gateway/api/consumed_capacity.h"

#include <algorithm>
#include <utility>

#include "model/limits.h"

namespace partita::gateway::api {

namespace {

double RoundedUp(uint64_t bytes, int64_t unit_bytes) {
  const uint64_t unit = static_cast<uint64_t>(unit_bytes);
  return static_cast<double>(std::max<uint64_t>(1, (bytes + unit - 1) / unit));
}

void WriteUnitFields(double units, std::string_view also, JsonWriter* json) {
  json->Key("CapacityUnits").Units(units);
  if (!also.empty()) json->Key(also).Units(units);
}

void WriteIndexes(std::string_view member, bool global, const ConsumedUnits& units,
                  std::string_view also, JsonWriter* json) {
  bool begun = false;
  for (const ConsumedUnits::Index& index : units.indexes) {
    if (index.global != global) continue;
    if (!std::exchange(begun, true)) json->Key(member).BeginObject();
    WriteUnitFields(index.units, also, &json->Key(index.name).BeginObject());
    json->EndObject();
  }
  if (begun) json->EndObject();
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

ConsumedUnits WriteUnits(const wire::WriteResult& result, const model::TableSchema& table) {
  ConsumedUnits units;
  units.table = WriteUnits(result.old_size, result.new_size);
  for (const wire::IndexWrite& write : result.indexes) {
    for (const model::IndexSchema& index : table.indexes) {
      if (index.id == write.index) units.AddIndex(index, static_cast<double>(write.units));
    }
  }
  return units;
}

double ConsumedUnits::total() const {
  double sum = table;
  for (const Index& index : indexes) sum += index.units;
  return sum;
}

void ConsumedUnits::AddIndex(const model::IndexSchema& index, double units) {
  Add({0, {{index.name, index.global, units}}});
}

void ConsumedUnits::Add(const ConsumedUnits& other) {
  table += other.table;
  for (const Index& more : other.indexes) {
    const auto same = std::find_if(indexes.begin(), indexes.end(),
                                   [&](const Index& index) { return index.name == more.name; });
    if (same == indexes.end()) {
      indexes.push_back(more);
    } else {
      same->units += more.units;
    }
  }
}

void WriteCapacityOfTable(ReturnConsumedCapacity mode, std::string_view table_name,
                          const ConsumedUnits& units, JsonWriter* json, std::string_view also) {
  json->BeginObject();
  json->Key("TableName").String(table_name);
  WriteUnitFields(units.total(), also, json);
  if (mode == ReturnConsumedCapacity::kIndexes) {
    WriteUnitFields(units.table, also, &json->Key("Table").BeginObject());
    json->EndObject();
    WriteIndexes("LocalSecondaryIndexes", false, units, also, json);
    WriteIndexes("GlobalSecondaryIndexes", true, units, also, json);
  }
  json->EndObject();
}

void WriteConsumedCapacity(ReturnConsumedCapacity mode, std::string_view table_name,
                           const ConsumedUnits& units, JsonWriter* json) {
  if (mode == ReturnConsumedCapacity::kNone) return;
  WriteCapacityOfTable(mode, table_name, units, &json->Key("ConsumedCapacity"));
}

}  // namespace partita::gateway::api
