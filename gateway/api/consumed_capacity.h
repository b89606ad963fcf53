// Capacity units and the ConsumedCapacity part of an answer.
//
// Source: AWS "Read/write capacity mode": a read unit is 4 KB consistently read, half of it
// eventually; a write unit is 1 KB; what is begun counts, and so does looking for what is not
// there. An index is charged beside its table.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/json_writer.h"
#include "model/table_schema.h"
#include "wire/write_options.h"

namespace partita::gateway::api {

enum class ReturnConsumedCapacity { kNone, kTotal, kIndexes };

// Of the parameter, once its member constraint has passed.
ReturnConsumedCapacity ToReturnConsumedCapacity(const std::optional<std::string_view>& parameter);

// What a request has consumed of one table.
struct ConsumedUnits {
  struct Index {
    std::string name;
    bool global = true;
    double units = 0;
  };

  double table = 0;
  std::vector<Index> indexes;  // each once

  double total() const;
  void AddIndex(const model::IndexSchema& index, double units);
  void Add(const ConsumedUnits& other);
};

// `size_bytes` as items are counted, before any filter or projection; 0: nothing there.
double ReadUnits(uint64_t size_bytes, bool consistent);
// The larger of the item before and after.
double WriteUnits(uint64_t old_size_bytes, uint64_t new_size_bytes);
// The same and what the indexes cost.
ConsumedUnits WriteUnits(const wire::WriteResult& result, const model::TableSchema& table);

// One table's part of an answer, as a value; never for kNone. Transactions say the units twice, the
// second time under the name of what they were consumed by: `also` is then "ReadCapacityUnits" or
// "WriteCapacityUnits".
void WriteCapacityOfTable(ReturnConsumedCapacity mode, std::string_view table_name,
                          const ConsumedUnits& units, JsonWriter* json, std::string_view also = {});
// "ConsumedCapacity":{…} into an object under construction; nothing for kNone.
void WriteConsumedCapacity(ReturnConsumedCapacity mode, std::string_view table_name,
                           const ConsumedUnits& units, JsonWriter* json);

}  // namespace partita::gateway::api
