#include "model/table_json.h"

#include <gtest/gtest.h>

#include "tests/model/sample.h"

namespace partita::model {
namespace {

TEST(TableJson, ReadsBackWhatItWrote) {
  for (const TableSchema& table : {TableSchema(), FullTable()}) {
    const auto back = TableFromJson(TableToJson(table));
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_EQ(*back, table);
  }
}

TEST(TableJson, SaysWhatItMeans) {
  const std::string json = TableToJson(FullTable());
  EXPECT_NE(json.find(R"("format":1)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("id":"18441921395520346504")"), std::string::npos) << json;
  EXPECT_NE(json.find(R"({"name":"p%25%00k","type":"S"})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("status":"ACTIVE")"), std::string::npos) << json;
}

TEST(TableJson, RefusesNonsense) {
  const std::string json = TableToJson(FullTable());
  for (const std::string& text : {std::string(), std::string("[]"), std::string("{}"),
                                  std::string("nonsense"), json + "x", json.substr(1)}) {
    const auto table = TableFromJson(text);
    ASSERT_FALSE(table.ok()) << text;
    EXPECT_EQ(table.error().kind, base::ErrorKind::kCorrupt);
  }
}

TEST(TableJson, RefusesADocumentWithAnyMemberChanged) {
  const std::string json = TableToJson(FullTable());
  const std::pair<const char*, const char*> kChanges[] = {
      {R"("format":1)", R"("format":2)"},
      {R"("id":"18441921395520346504")", R"("id":"18441921395520346504x")"},
      {R"("id":"18441921395520346504")", R"("id":"99999999999999999999")"},
      {R"("id":"18441921395520346504")", R"("id":5)"},
      {R"("status":"ACTIVE")", R"("status":"ASLEEP")"},
      {R"("name":"orders")", R"("nom":"orders")"},
      {R"("name":"orders")", R"("name":"%2")"},
      {R"("tags":[)", R"("tags":[5,)"},
      {R"("tags":[)", R"("tags":{},"x":[)"},
      {R"("backfilling":true)", R"("backfilling":1)"},
      {R"("type":"B")", R"("type":"SS")"},
      {R"("id":"7")", R"("id":"4294967296")"}};
  for (const auto& [from, to] : kChanges) {
    std::string changed = json;
    const size_t at = changed.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    changed.replace(at, std::string_view(from).size(), to);
    EXPECT_FALSE(TableFromJson(changed).ok()) << to;
  }
}

TEST(TableJson, RefusesEveryTornDocument) {
  const std::string json = TableToJson(FullTable());
  for (size_t size = 0; size < json.size(); ++size) {
    EXPECT_FALSE(TableFromJson(std::string_view(json).substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace partita::model
