#include "bench/model/sample_item.h"

#include <simdjson.h>

#include "model/item_json.h"

namespace partita::model {

std::string SampleJson() {
  return R"({"pk":{"S":"customer#000000004711"},"sk":{"N":"1732284000123"},)"
         R"("name":{"S":"Ada Lovelace"},"balance":{"N":"-1234.56"},"active":{"BOOL":true},)"
         R"("blob":{"B":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"},)"
         R"("address":{"M":{"street":{"S":"12 St James's Square"},"city":{"S":"London"},)"
         R"("zip":{"S":"SW1Y 4JH"}}},"lines":{"L":[{"N":"1"},{"N":"2"},{"S":"three"}]},)"
         R"("tags":{"SS":["blue","green","red"]},"scores":{"NS":["1","22.5","333"]},)"
         R"("nothing":{"NULL":true},"text":{"S":")" +
         std::string(620, 'x') + R"("}})";
}

Item SampleItem() {
  simdjson::dom::parser parser;
  return ParseItem(parser.parse(SampleJson()).value()).value();
}

TableSchema SampleTable() {
  TableSchema table;
  table.id = 1;
  table.name = "customers";
  table.key.partition = {{"pk", AttributeType::kS}};
  table.key.sort = {{"sk", AttributeType::kN}};
  return table;
}

}  // namespace partita::model
