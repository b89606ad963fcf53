#include "wire/update_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "house.h"
#include "registryd/operation.h"

namespace partita::registryd {
namespace {

using model::ApiErrorType;
using model::BillingMode;
using model::IndexStatus;
using model::TableStatus;

const std::string kInvalid = "One or more parameter values were invalid: ";

model::IndexSchema Index(std::string name, std::string key) {
  model::IndexSchema index;
  index.id = 1;
  index.name = std::move(name);
  index.key.partition = {{std::move(key), model::AttributeType::kS}};
  return index;
}

model::TableSchema Active(std::string name) {
  model::TableSchema table = Wanted(std::move(name));
  table.id = 1;
  table.status = TableStatus::kActive;
  return table;
}

// An on-demand table with the index "gsi" on "g" and the local index "lsi" on "l".
model::TableSchema Indexed() {
  model::TableSchema table = Active("music");
  table.indexes = {Index("gsi", "g"), Index("lsi", "l")};
  table.indexes[1].id = 2;
  table.indexes[1].global = false;
  table.next_index_id = 3;
  table.attribute_definitions.push_back({"g", model::AttributeType::kS});
  table.attribute_definitions.push_back({"l", model::AttributeType::kN});
  return table;
}

model::TableSchema Provisioned() {
  model::TableSchema table = Indexed();
  table.billing_mode = BillingMode::kProvisioned;
  table.throughput = {5, 5};
  table.indexes[0].throughput = {2, 2};
  return table;
}

// A catalog with one table, and requests to it.
class UpdateTableTest : public testing::Test {
 protected:
  UpdateTableTest() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "partita-catalog-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    catalog_ = Catalog::Open(directory_ / "catalog.db").value();
  }
  ~UpdateTableTest() override { std::filesystem::remove_all(directory_); }

  void Given(const model::TableSchema& table) {
    ASSERT_TRUE(catalog_->Commit({.saved = {table}, .removed = {}}).ok());
  }
  model::ApiResult<model::TableSchema> Update(
      const std::function<void(wire::TableUpdate*)>& change) {
    wire::TableUpdate update;
    update.wanted.name = "music";
    change(&update);
    std::string bytes;
    base::ByteWriter writer(&bytes);
    wire::Encode(update, &writer);
    base::ByteReader reader(bytes);
    return UpdateTable(*catalog_, &reader);
  }
  std::string Refused(const std::function<void(wire::TableUpdate*)>& change) {
    const auto updated = Update(change);
    if (updated.ok()) return "accepted";
    return std::string(model::ApiErrorName(updated.error().type)) + ": " + updated.error().message;
  }
  static void Protects(wire::TableUpdate* update) {
    update->deletion_protection = update->wanted.deletion_protection = true;
  }
  static std::function<void(wire::TableUpdate*)> Creates(const model::IndexSchema& index) {
    return [index](wire::TableUpdate* update) {
      update->wanted.attribute_definitions = index.key.partition;
      update->wanted.indexes = {index};
    };
  }
  static std::function<void(wire::TableUpdate*)> Removes(std::string name) {
    return [name](wire::TableUpdate* update) { update->removed = {name}; };
  }
  static std::function<void(wire::TableUpdate*)> Provisions(model::Throughput throughput) {
    return [throughput](wire::TableUpdate* update) {
      update->throughput = true;
      update->wanted.throughput = throughput;
    };
  }

  std::filesystem::path directory_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(UpdateTableTest, RefusesATableThatIsNotThereOrNotSettled) {
  EXPECT_EQ(Refused(Protects),
            "ResourceNotFoundException: Requested resource not found: Table: music not found");
  model::TableSchema table = Active("music");
  const std::string in_use =
      "ResourceInUseException: Attempt to change a resource which is still "
      "in use: Table is being ";
  for (const auto& [status, text] : {std::pair{TableStatus::kCreating, "created: music"},
                                     {TableStatus::kDeleting, "deleted: music"}}) {
    table.status = status;
    Given(table);
    EXPECT_EQ(Refused(Protects), in_use + text);
  }
  table.status = TableStatus::kUpdating;
  Given(table);
  EXPECT_EQ(Refused(Removes("gsi")), in_use + "updated: music");
  const auto protected_table = Update(Protects);
  ASSERT_TRUE(protected_table.ok());
  EXPECT_EQ(protected_table->status, TableStatus::kUpdating);
}

TEST_F(UpdateTableTest, DeletionProtectionTakesEffectAtOnce) {
  Given(Active("music"));
  const auto updated = Update(Protects);
  ASSERT_TRUE(updated.ok());
  EXPECT_TRUE(updated->deletion_protection);
  EXPECT_EQ(updated->status, TableStatus::kActive);
}

TEST_F(UpdateTableTest, ThroughputChangesWithTheDateOfTheChange) {
  Given(Provisioned());
  const auto more = Update(Provisions({6, 5}));
  ASSERT_TRUE(more.ok());
  EXPECT_EQ(more->throughput, (model::Throughput{6, 5}));
  EXPECT_EQ(more->status, TableStatus::kUpdating);
  EXPECT_GT(more->throughput_increased_at_us, 0);
  EXPECT_EQ(more->throughput_decreased_at_us, 0);
  EXPECT_GT(Update(Provisions({5, 4}))->throughput_decreased_at_us, 0);
}

TEST_F(UpdateTableTest, RefusesThroughputThatIsWhatItWas) {
  Given(Provisioned());
  EXPECT_EQ(Refused(Provisions({5, 5})),
            "ValidationException: The provisioned throughput for the table will not change. The "
            "requested value equals the current value. Current ReadCapacityUnits provisioned for "
            "the table: 5. Requested ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned "
            "for the table: 5. Requested WriteCapacityUnits: 5. Refer to the Amazon DynamoDB "
            "Developer Guide for current limits and how to request higher limits.");
  const std::string index = Refused([](wire::TableUpdate* update) {
    update->changed = {{.name = "gsi", .throughput = model::Throughput{2, 2}}};
  });
  EXPECT_EQ(index.substr(0, 79),
            "ValidationException: The provisioned throughput for the index gsi will not chan");
}

TEST_F(UpdateTableTest, ABecomingOnDemandTableForgetsItsThroughput) {
  Given(Provisioned());
  const auto updated = Update([](wire::TableUpdate* update) {
    update->billing_mode = true;
    update->wanted.billing_mode = BillingMode::kPayPerRequest;
  });
  ASSERT_TRUE(updated.ok());
  EXPECT_EQ(updated->billing_mode, BillingMode::kPayPerRequest);
  EXPECT_GT(updated->billing_mode_changed_at_us, 0);
  EXPECT_EQ(updated->throughput, model::Throughput());
  EXPECT_EQ(updated->indexes[0].throughput, model::Throughput());
  EXPECT_EQ(updated->status, TableStatus::kUpdating);
}

TEST_F(UpdateTableTest, ABecomingProvisionedTableNamesTheThroughputOfEveryIndex) {
  Given(Indexed());
  const auto provision = [](wire::TableUpdate* update) {
    update->billing_mode = update->throughput = true;
    update->wanted.billing_mode = BillingMode::kProvisioned;
    update->wanted.throughput = {5, 6};
  };
  EXPECT_EQ(Refused(provision), "ValidationException: " + kInvalid +
                                    "ProvisionedThroughput must be specified for index: gsi");
  const auto updated = Update([&](wire::TableUpdate* update) {
    provision(update);
    update->changed = {{.name = "gsi", .throughput = model::Throughput{7, 8}}};
  });
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_EQ(updated->throughput, (model::Throughput{5, 6}));
  EXPECT_EQ(updated->indexes[0].throughput, (model::Throughput{7, 8}));
}

TEST_F(UpdateTableTest, OnDemandTablesHaveMaximaAndNoThroughput) {
  Given(Indexed());
  EXPECT_EQ(Refused(Provisions({1, 1})),
            "ValidationException: " + kInvalid +
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when "
                "BillingMode is PAY_PER_REQUEST");
  EXPECT_EQ(Refused([](wire::TableUpdate* update) {
              update->changed = {{.name = "gsi", .throughput = model::Throughput{7, 8}}};
            }),
            "ValidationException: " + kInvalid +
                "The only Updates for index: gsi when TableThroughputMode is PAY_PER_REQUEST can "
                "be to OnDemandThroughput, WarmThroughput");
  const auto limit = [](int64_t reads, int64_t writes) {
    return [reads, writes](wire::TableUpdate* update) {
      update->on_demand = true;
      update->wanted.on_demand = {{reads, writes}};
    };
  };
  const auto limited = Update(limit(100, 0));
  ASSERT_TRUE(limited.ok());
  EXPECT_EQ(limited->on_demand, (model::OnDemandThroughput{100, -1}));
  EXPECT_EQ(limited->status, TableStatus::kActive);
  Given(*limited);
  EXPECT_EQ(Update(limit(-1, 0))->on_demand, std::nullopt);
  const auto index = Update([](wire::TableUpdate* update) {
    update->changed = {{.name = "gsi", .on_demand = model::OnDemandThroughput{1, 2}}};
  });
  ASSERT_TRUE(index.ok());
  EXPECT_EQ(index->indexes[0].on_demand, (model::OnDemandThroughput{1, 2}));
  EXPECT_EQ(index->indexes[0].status, IndexStatus::kUpdating);
  EXPECT_EQ(index->status, TableStatus::kActive);
}

TEST_F(UpdateTableTest, WarmThroughputOnlyGrows) {
  Given(Active("music"));
  const auto warm = [](model::Throughput units) {
    return [units](wire::TableUpdate* update) {
      update->warm = true;
      update->wanted.warm = units;
    };
  };
  EXPECT_EQ(Refused(warm({100, 0})),
            "ValidationException: " + kInvalid +
                "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current "
                "WarmThroughput, decreasing WarmThroughput is not supported");
  const auto warmer = Update(warm({0, 5000}));
  ASSERT_TRUE(warmer.ok());
  EXPECT_EQ(warmer->warm, (model::Throughput{12'000, 5'000}));
}

TEST_F(UpdateTableTest, EveryStreamHasALabelOfItsOwn) {
  Given(Active("music"));
  const auto stream = [](model::StreamViewType view) {
    return [view](wire::TableUpdate* update) {
      update->stream = true;
      update->wanted.stream = view;
    };
  };
  EXPECT_EQ(Refused(stream(model::StreamViewType::kNone)),
            "ValidationException: Table has no stream to disable: TableName: music");
  const auto first = Update(stream(model::StreamViewType::kKeysOnly));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->status, TableStatus::kUpdating);
  EXPECT_GT(first->stream_label_us, 0);
  model::TableSchema table = *first;
  table.status = TableStatus::kActive;
  Given(table);
  EXPECT_EQ(Refused(stream(model::StreamViewType::kKeysOnly)),
            "ValidationException: Table already has an enabled stream: TableName: music");
  table = *Update(stream(model::StreamViewType::kNone));
  EXPECT_EQ(table.stream, model::StreamViewType::kNone);
  EXPECT_EQ(table.stream_label_us, first->stream_label_us);
  EXPECT_EQ(table.latest_stream_view, model::StreamViewType::kKeysOnly);
  table.status = TableStatus::kActive;
  Given(table);
  EXPECT_GE(Update(stream(model::StreamViewType::kNewImage))->stream_label_us,
            first->stream_label_us + 1000);
}

TEST_F(UpdateTableTest, EncryptionAndClassChange) {
  Given(Active("music"));
  const auto encrypt = [](bool enabled, bool key) {
    return [enabled, key](wire::TableUpdate* update) {
      update->sse = true;
      update->sse_key = key;
      update->wanted.sse_enabled = enabled;
      update->wanted.sse_kms_key_arn = enabled ? "arn:k" : "";
    };
  };
  EXPECT_EQ(Refused(encrypt(false, false)),
            "ValidationException: " + kInvalid + "Table is already encrypted by default");
  const auto encrypted = Update(encrypt(true, true));
  ASSERT_TRUE(encrypted.ok());
  EXPECT_EQ(encrypted->sse_kms_key_arn, "arn:k");
  EXPECT_EQ(encrypted->status, TableStatus::kActive);
  Given(*encrypted);
  EXPECT_TRUE(Refused(encrypt(true, true))
                  .starts_with("ValidationException: " + kInvalid +
                               "Table is already encrypted with given"));
  EXPECT_TRUE(Update(encrypt(true, false)).ok());
  const auto classed = [](model::TableClass table_class) {
    return [table_class](wire::TableUpdate* update) {
      update->table_class = true;
      update->wanted.table_class = table_class;
    };
  };
  EXPECT_FALSE(Update(classed(model::TableClass::kStandard))->table_class_given);
  const auto infrequent = Update(classed(model::TableClass::kStandardInfrequentAccess));
  EXPECT_TRUE(infrequent->table_class_given);
  EXPECT_EQ(infrequent->table_class, model::TableClass::kStandardInfrequentAccess);
}

TEST_F(UpdateTableTest, ANewIndexIsCreatingAndBackfilling) {
  Given(Indexed());
  const auto updated = Update(Creates(Index("new", "n")));
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_EQ(updated->status, TableStatus::kUpdating);
  ASSERT_EQ(updated->indexes.size(), 3u);
  EXPECT_EQ(updated->indexes[2].id, 3u);
  EXPECT_EQ(updated->next_index_id, 4u);
  EXPECT_EQ(updated->indexes[2].status, IndexStatus::kCreating);
  EXPECT_TRUE(updated->indexes[2].backfilling);
  EXPECT_EQ(updated->attribute_definitions.back().name, "n");
}

TEST_F(UpdateTableTest, ANewIndexHasTheTypesThatTheTableKnows) {
  Given(Indexed());
  model::IndexSchema index = Index("new", "l");
  index.key.sort = {{"n", model::AttributeType::kS}};
  const auto updated = Update([&](wire::TableUpdate* update) {
    update->wanted.indexes = {index};
    update->wanted.attribute_definitions = {{"n", model::AttributeType::kB},
                                            {"l", model::AttributeType::kS}};
  });
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_EQ(updated->indexes[2].key.partition[0].type, model::AttributeType::kN);
  EXPECT_EQ(updated->indexes[2].key.sort[0].type, model::AttributeType::kB);
}

TEST_F(UpdateTableTest, ANewIndexHasKeysThatTheRequestDefines) {
  Given(Indexed());
  model::IndexSchema index = Index("new", "l");
  index.key.sort = {{"n", model::AttributeType::kS}};
  for (const std::string defined : {"x", "n", "l"}) {
    EXPECT_EQ(Refused([&](wire::TableUpdate* update) {
                update->wanted.indexes = {index};
                update->wanted.attribute_definitions = {{defined, model::AttributeType::kB}};
              }),
              "ValidationException: " + kInvalid +
                  "Some index key attributes are not defined in AttributeDefinitions. "
                  "Keys: [l, n], AttributeDefinitions: [" +
                  defined + "]");
  }
}

TEST_F(UpdateTableTest, RefusesIndexesThatCannotBeCreated) {
  model::TableSchema table = Provisioned();
  Given(table);
  model::IndexSchema index = Index("new", "n");
  EXPECT_EQ(Refused(Creates(index)),
            "ValidationException: " + kInvalid +
                "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: new");
  index.throughput = {1, 1};
  EXPECT_TRUE(Update(Creates(index)).ok());
  index.name = "lsi";
  EXPECT_EQ(Refused(Creates(index)),
            "ValidationException: Attempting to create an index which already exists");
  table = Indexed();
  for (int i = 0; i < 19; ++i) table.indexes.push_back(Index("i" + std::to_string(i), "g"));
  Given(table);
  EXPECT_EQ(Refused(Creates(Index("new", "n"))),
            "LimitExceededException: Subscriber limit exceeded: Number of global secondary indexes "
            "exceeds per-table limit of 20");
}

TEST_F(UpdateTableTest, IndexesComeAndGoOneAtATime) {
  const std::string one =
      "LimitExceededException: Subscriber limit exceeded: Only 1 online index "
      "can be created or deleted simultaneously per table";
  model::TableSchema table = Indexed();
  Given(table);
  EXPECT_EQ(Refused([&](wire::TableUpdate* update) {
              Creates(Index("new", "n"))(update);
              update->removed = {"gsi"};
            }),
            one);
  table = Indexed();
  table.indexes.push_back(Index("filling", "g"));
  table.indexes.back().status = IndexStatus::kCreating;
  table.indexes.back().backfilling = true;
  Given(table);
  EXPECT_EQ(Refused(Creates(Index("new", "n"))), one);
  EXPECT_EQ(Refused(Removes("gsi")), one);
  const auto cancelled = Update(Removes("filling"));
  ASSERT_TRUE(cancelled.ok()) << cancelled.error().message;
  EXPECT_EQ(cancelled->indexes.back().status, IndexStatus::kDeleting);
  EXPECT_FALSE(cancelled->indexes.back().backfilling);
  EXPECT_TRUE(Update([](wire::TableUpdate* update) {
                update->changed = {{.name = "gsi", .on_demand = model::OnDemandThroughput{1, 2}}};
              }).ok());
}

TEST_F(UpdateTableTest, RefusesIndexesThatAreUnknownLocalOrBusy) {
  model::TableSchema table = Indexed();
  Given(table);
  const auto change = [](std::string name) {
    return [name](wire::TableUpdate* update) {
      update->changed = {{.name = name, .on_demand = model::OnDemandThroughput{1, 2}}};
    };
  };
  EXPECT_EQ(Refused(Removes("none")),
            "ResourceNotFoundException: Requested resource not found: Index none for table music");
  EXPECT_EQ(Refused(change("none")),
            "ResourceNotFoundException: Requested resource not found: Index none for table music");
  EXPECT_EQ(Refused(Removes("lsi")),
            "ValidationException: Cannot delete an index that is not a GlobalSecondaryIndex: lsi");
  EXPECT_EQ(Refused(change("lsi")),
            "ValidationException: Cannot update an index that is not a GlobalSecondaryIndex: lsi");
  table.indexes[0].status = IndexStatus::kUpdating;
  Given(table);
  EXPECT_EQ(Refused(change("gsi")),
            "ResourceInUseException: Attempt to change a resource which is still in use: Index is "
            "being updated. Table: music Index: gsi");
}

}  // namespace
}  // namespace partita::registryd
