#include <fmt/format.h>
#include <gtest/gtest.h>

#include "fake_house.h"
#include "model/item_json.h"

namespace partita::gateway {
namespace {

std::string Quoted(std::string_view text) {
  std::string json;
  model::AppendJsonString(text, &json);
  return json;
}

class PartiqlOperations : public testing::Test {
 protected:
  PartiqlOperations() {
    house_.AddTable(HashTable("Music"));
    house_.AddTable(CompositeTable("Events"));
  }
  // `rest`: more parameters, with a leading comma.
  std::string Run(std::string_view statement, std::string_view rest = "") {
    return house_.Ask("ExecuteStatement",
                      fmt::format(R"({{"Statement": {}{}}})", Quoted(statement), rest));
  }
  std::string Batch(std::initializer_list<std::string_view> statements,
                    std::string_view rest = "") {
    std::string list;
    for (const std::string_view statement : statements)
      list += fmt::format(R"({}{{"Statement": {}}})", list.empty() ? "" : ", ", Quoted(statement));
    return house_.Ask("BatchExecuteStatement",
                      fmt::format(R"({{"Statements": [{}]{}}})", list, rest));
  }
  void PutEvents() {
    for (const char* pk : {"o", "p"}) {
      for (const char* sk : {"1", "2", "3"}) {
        EXPECT_EQ(
            Run(fmt::format(R"(INSERT INTO "Events" VALUE {{'pk': '{}', 'sk': '{}', 'n': {}}})", pk,
                            sk, sk)),
            kNothing);
      }
    }
  }
  // "o1 o2" for the events that a WHERE finds.
  std::string Found(std::string_view where, std::string_view rest = "") {
    const std::string answer =
        Run(fmt::format(R"(SELECT pk, sk FROM "Events" WHERE {})", where), rest);
    if (answer.find(R"("Items":)") == std::string::npos) return answer;
    std::string found;
    const std::string_view partition = R"("pk":{"S":")", sort = R"("sk":{"S":")";
    for (size_t at = answer.find(R"({"pk")"); at != std::string::npos;
         at = answer.find(R"({"pk")", at + 1)) {
      if (answer.substr(0, at).find("LastEvaluatedKey") != std::string::npos) break;
      found += found.empty() ? "" : " ";
      found += answer[answer.find(partition, at) + partition.size()];
      found += answer[answer.find(sort, at) + sort.size()];
    }
    return found;
  }
  std::string NextToken(std::string_view answer) {
    const std::string_view name = R"("NextToken":)";
    const size_t at = answer.find(name);
    if (at == std::string_view::npos) return "";
    const size_t begin = at + name.size();
    return fmt::format(R"(, "NextToken": {})",
                       answer.substr(begin, answer.find('"', begin + 1) + 1 - begin));
  }

  static constexpr std::string_view kNothing = R"({"Items":[]})";
  FakeHouse house_;
};

TEST_F(PartiqlOperations, InsertOnce) {
  EXPECT_EQ(Run(R"(INSERT INTO "Music" VALUE {'pk': 'a', 'n': 1})"), kNothing);
  EXPECT_EQ(Run(R"(INSERT INTO "Music" VALUE {'pk': 'a', 'n': 2})"),
            "DuplicateItemException: Duplicate primary key exists in table");
  EXPECT_EQ(Run(R"(SELECT * FROM Music WHERE pk = ?)", R"(, "Parameters": [{"S": "a"}])"),
            R"({"Items":[{"n":{"N":"1"},"pk":{"S":"a"}}]})");
  EXPECT_EQ(Run(R"(INSERT INTO "Music" VALUE {'n': 1})"),
            "ValidationException: Key attribute should be present in the item: Key pk");
  EXPECT_EQ(Run(R"(INSERT INTO "Music" VALUE {'pk': 1})"),
            "ValidationException: Key attribute's data type should match its data type in table's "
            "schema: Key pk");
  EXPECT_EQ(Run(fmt::format(R"(INSERT INTO "Music" VALUE {{'pk': 'big', 'x': ?}})"),
                fmt::format(R"(, "Parameters": [{{"S": "{}"}}])", std::string(409600, 'x'))),
            "ValidationException: Item size has exceeded the maximum allowed size");
}

TEST_F(PartiqlOperations, UpdateWhatIsThere) {
  Run(R"(INSERT INTO "Music" VALUE {'pk': 'a', 'n': 1, 'keep': 'same'})");
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = n + 1 WHERE pk = 'a')"), kNothing);
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = 5 WHERE pk = 'a' AND n = 2 RETURNING ALL NEW *)"),
            R"({"Items":[{"keep":{"S":"same"},"n":{"N":"5"},"pk":{"S":"a"}}]})");
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = 6 WHERE pk = 'a' RETURNING MODIFIED OLD *)"),
            R"({"Items":[{"n":{"N":"5"}}]})");
  EXPECT_EQ(Run(R"(UPDATE "Music" REMOVE n WHERE pk = 'a' RETURNING MODIFIED NEW *)"), kNothing);
  const std::string failed = "ConditionalCheckFailedException: The conditional request failed";
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = 7 WHERE pk = 'a' AND keep = 'other')"), failed);
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = 7 WHERE pk = 'missing')"), failed);
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = 7 WHERE pk = 'missing' AND attribute_not_exists(pk))"),
            failed);
  EXPECT_EQ(Run(R"(FROM "Music" WHERE pk = 'missing' SET n = 7)"), failed);
  EXPECT_EQ(Run(R"(SELECT * FROM "Music" WHERE pk = 'missing')"), kNothing);
  EXPECT_EQ(
      Run(R"(UPDATE "Music" SET pk = 'b' WHERE pk = 'a')"),
      "ValidationException: One or more parameter values were invalid: Cannot update attribute "
      "pk. This attribute is part of the key");
  EXPECT_EQ(Run(R"(UPDATE "Music" SET n = 7 WHERE pk = 'a' AND keep = 'other')",
                R"(, "ReturnValuesOnConditionCheckFailure": "ALL_OLD")"),
            failed + R"({"keep":{"S":"same"},"pk":{"S":"a"}})");
}

TEST_F(PartiqlOperations, DeleteWhatIsThereOrNothing) {
  Run(R"(INSERT INTO "Music" VALUE {'pk': 'a', 'n': 1})");
  EXPECT_EQ(Run(R"(DELETE FROM "Music" WHERE pk = 'a' AND n = 2)"),
            "ConditionalCheckFailedException: The conditional request failed");
  EXPECT_EQ(Run(R"(DELETE FROM "Music" WHERE pk = 'a' AND n = 1 RETURNING ALL OLD *)"),
            R"({"Items":[{"n":{"N":"1"},"pk":{"S":"a"}}]})");
  EXPECT_EQ(Run(R"(DELETE FROM "Music" WHERE pk = 'a' AND n = 1 RETURNING ALL OLD *)"), kNothing);
  EXPECT_EQ(Run(R"(DELETE FROM "Music" WHERE n = 1)"),
            "ValidationException: Where clause does not contain a mandatory equality on all key "
            "attributes");
}

TEST_F(PartiqlOperations, SelectByKeysAndConditions) {
  PutEvents();
  EXPECT_EQ(Found("pk = 'o'"), "o1 o2 o3");
  EXPECT_EQ(Found("pk = 'o' AND sk > '1' AND sk < '3'"), "o2");
  EXPECT_EQ(Found("pk = 'o' AND sk BETWEEN '2' AND '3' AND n <> 2"), "o3");
  EXPECT_EQ(Found("pk IN ['p', 'o'] AND sk = '2'"), "p2 o2");
  EXPECT_EQ(Found("pk = 'o' AND sk = '1' OR pk = 'p' AND sk = '3'"), "o1 p3");
  EXPECT_EQ(Found("pk = 'o' AND (sk < '2' OR sk > '2' OR sk = '2')"), "o1 o3 o2");
  EXPECT_EQ(Found("pk = 'o' AND sk > '3' AND sk < '2'"), "");
  EXPECT_EQ(Found("pk = 'o' AND NOT sk = '1' OR pk = 'o' AND sk = '2'"), "o2 o3");
  EXPECT_EQ(Found("pk = 'o' OR pk = 'o' AND NOT sk = '1'"), "o1 o2 o3");
  for (const char* everywhere : {"n = 1", "sk = '1'", "pk = 'o' AND sk = '1' OR sk = '1'"})
    EXPECT_EQ(Found(everywhere).size(), 5u) << everywhere;
  EXPECT_EQ(Found("pk = 'nobody'"), "");
}

TEST_F(PartiqlOperations, RefuseOverlappingBranches) {
  for (const char* where :
       {"pk IN ['o', 'o']", "pk = 'o' OR pk = 'o'", "pk = 'o' AND (sk > '0' OR sk < '5')",
        "pk = 'o' AND (sk = '1' OR n = 2)", "(pk = 'o' AND n = 1) OR (pk = 'o' AND n = 2)",
        "pk = 'o' AND n <> 1 OR pk = 'o' AND sk = '2'"}) {
    EXPECT_EQ(
        Found(where),
        "ValidationException: Overlapping conditions with range keys are not supported in where "
        "clause")
        << where;
  }
}

TEST_F(PartiqlOperations, SelectInTheOrderOfKeys) {
  PutEvents();
  EXPECT_EQ(Found("pk = 'o' ORDER BY sk DESC"), "o3 o2 o1");
  EXPECT_EQ(Found("pk = 'o' ORDER BY sk"), "o1 o2 o3");
  EXPECT_EQ(Found("pk = 'o' ORDER BY pk ASC"), "o3 o2 o1");
  EXPECT_EQ(Found("pk IN ['o', 'p'] ORDER BY pk DESC, sk ASC"), "p1 p2 p3 o1 o2 o3");
  EXPECT_EQ(Found("pk = 'o' ORDER BY n DESC"),
            "ValidationException: Attribute n in ORDER BY clause must be part of the primary key");
  EXPECT_EQ(Found("pk > 'a' ORDER BY sk"),
            "ValidationException: Must have at least one non-optional hash key condition in WHERE "
            "clause when using ORDER BY clause.");
  EXPECT_EQ(
      Found("pk IN ['o', 'p'] ORDER BY sk DESC"),
      "ValidationException: Must have hash key in ORDER BY clause when more than one hash key "
      "condition specified in WHERE clause.");
}

TEST_F(PartiqlOperations, GoOnBehindAToken) {
  PutEvents();
  for (const char* rest : {"WHERE pk IN ['o', 'p'] ORDER BY pk DESC", "WHERE n > 0", "",
                           "WHERE pk IN ['o', 'p'] AND sk IN ['1', '2', '3']"}) {
    const std::string statement = fmt::format(R"(SELECT * FROM "Events" {})", rest);
    size_t items = 0, pages = 0;
    std::string token;
    do {
      const std::string page = Run(statement, R"(, "Limit": 2)" + token);
      for (size_t at = page.find(R"({"n")"); at != std::string::npos;
           at = page.find(R"({"n")", at + 1)) {
        ++items;
      }
      token = NextToken(page);
      ASSERT_LT(++pages, 10u);
    } while (!token.empty());
    EXPECT_EQ(items, 6u) << rest;
  }
}

TEST_F(PartiqlOperations, RefuseTokensOfOthers) {
  PutEvents();
  const std::string token =
      NextToken(Run(R"(SELECT * FROM "Events" WHERE pk = 'o')", R"(, "Limit": 1)"));
  EXPECT_EQ(Run(R"(SELECT * FROM "Events" WHERE pk = 'p')", token),
            "ValidationException: NextToken does not match request");
  EXPECT_EQ(Run(R"(SELECT * FROM "Events" WHERE pk = 'o')", R"(, "NextToken": "garbage")"),
            "ValidationException: Invalid NextToken");
  EXPECT_EQ(Run(R"(SELECT * FROM "Events" WHERE pk = 'o' AND sk = '1')", R"(, "Limit": 1)")
                .find("NextToken"),
            std::string::npos);
}

TEST_F(PartiqlOperations, RefuseInTheOrderOfTheService) {
  EXPECT_EQ(Run(R"(SELECT * FROM "Nowhere" WHERE pk = 'a')"),
            "ResourceNotFoundException: Requested resource not found");
  EXPECT_EQ(Run(R"(SELECT COUNT(*) FROM "Nowhere")"),
            "ValidationException: Unexpected path component at 1:8:5");
  EXPECT_EQ(Run(R"(UPDATE "Music" SET WHERE)", R"(, "Parameters": [{"SS": ["a", "a"]}])"),
            R"(ValidationException: One or more parameter values were invalid: Input collection )"
            R"([a, a] contains duplicates.)");
  EXPECT_EQ(Run(R"(SELECT * FROM "Music"."nope" WHERE pk = 'a')"),
            "ValidationException: The table does not have the specified index");
  EXPECT_EQ(Run(R"(EXISTS(SELECT * FROM "Music" WHERE pk = 'a' AND n = 1))"),
            "ValidationException: EXISTS can only be used in ExecuteTransaction write requests.");
  EXPECT_EQ(
      Run("SELECT * FROM \"Music\"", R"(, "Limit": 0)"),
      "ValidationException: 1 validation error detected: Value '0' at 'limit' failed to satisfy "
      "constraint: Member must have value greater than or equal to 1");
  EXPECT_EQ(house_.Ask("ExecuteStatement", "{}"),
            "ValidationException: 1 validation error detected: Value null at 'statement' failed to "
            "satisfy constraint: Member must not be null");
  EXPECT_EQ(house_.asked(), 0);
}

TEST_F(PartiqlOperations, SayWhatTheyConsume) {
  EXPECT_EQ(
      Run(R"(INSERT INTO "Music" VALUE {'pk': 'a'})", R"(, "ReturnConsumedCapacity": "TOTAL")"),
      R"({"Items":[],"ConsumedCapacity":{"TableName":"Music","CapacityUnits":1.0}})");
  EXPECT_EQ(Run(R"(SELECT * FROM "Music" WHERE pk IN ['a', 'b'] AND n = 1)",
                R"(, "ReturnConsumedCapacity": "TOTAL", "ConsistentRead": true)"),
            R"({"Items":[],"ConsumedCapacity":{"TableName":"Music","CapacityUnits":2.0}})");
}

TEST_F(PartiqlOperations, ComeInBatches) {
  EXPECT_EQ(
      Batch({R"(INSERT INTO "Music" VALUE {'pk': 'a', 'n': 1})",
             R"(UPDATE "Music" SET n = 2 WHERE pk = 'nobody')", "SLECT * FROM \"Music\"",
             R"(DELETE FROM "Nowhere" WHERE pk = 'a')"}),
      R"({"Responses":[{"TableName":"Music"},)"
      R"({"Error":{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"},)"
      R"("TableName":"Music"},{"Error":{"Code":"ValidationError","Message":)"
      R"("Statement wasn't well formed, can't be processed: Expected data manipulation"}},)"
      R"({"Error":{"Code":"ResourceNotFound","Message":"Requested resource not found"}}]})");
  EXPECT_EQ(Batch({R"(INSERT INTO "Music" VALUE {'pk': 'a'})"}),
            R"({"Responses":[{"Error":{"Code":"DuplicateItem","Message":)"
            R"("Duplicate primary key exists in table"},"TableName":"Music"}]})");
  EXPECT_EQ(Batch({R"(UPDATE "Music" SET n = 3 WHERE pk = 'a' RETURNING MODIFIED NEW *)"}),
            R"({"Responses":[{"TableName":"Music","Item":{"n":{"N":"3"}}}]})");
}

TEST_F(PartiqlOperations, ReadOneItemEachInABatch) {
  PutEvents();
  const std::string refused =
      R"({"Error":{"Code":"ValidationError","Message":"Select statements within )"
      R"(BatchExecuteStatement must specify the primary key in the where clause."}})";
  EXPECT_EQ(Batch({R"(SELECT n FROM "Events" WHERE pk IN ['o'] AND sk = '1')",
                   R"(SELECT * FROM "Events" WHERE pk = 'o')",
                   R"(SELECT * FROM "Events" WHERE pk = 'o' AND sk = '1' AND n = 1)",
                   R"(SELECT * FROM "Events" WHERE pk = 'o' AND sk = '9')"},
                  R"(, "ReturnConsumedCapacity": "TOTAL")"),
            R"({"Responses":[{"TableName":"Events","Item":{"n":{"N":"1"}}},)" + refused + "," +
                refused + R"(,{"TableName":"Events"}],"ConsumedCapacity":)" +
                R"([{"TableName":"Events","CapacityUnits":1.0}]})");
  EXPECT_EQ(
      Batch({R"(SELECT * FROM "Music" WHERE pk = 'a')", R"(DELETE FROM "Music" WHERE pk = 'a')"}),
      "ValidationException: BatchExecuteStatement API does not support both read and write "
      "operations in the same request.");
  EXPECT_EQ(
      Batch({}),
      "ValidationException: 1 validation error detected: Value '[]' at 'statements' failed to "
      "satisfy constraint: Member must have length greater than or equal to 1");
}

TEST_F(PartiqlOperations, FailWhenOwnersDie) {
  house_.KillOwners();
  const std::string message =
      "The request processing has failed because of an unknown error, exception or failure.";
  EXPECT_EQ(Run(R"(SELECT * FROM "Music")"), "InternalServerError: " + message);
  EXPECT_EQ(Run(R"(DELETE FROM "Music" WHERE pk = 'a')"), "InternalServerError: " + message);
  EXPECT_EQ(Batch({R"(SELECT * FROM "Music" WHERE pk = 'a')"}),
            R"({"Responses":[{"Error":{"Code":"InternalServerError","Message":")" + message +
                R"("},"TableName":"Music"}]})");
}

}  // namespace
}  // namespace partita::gateway
