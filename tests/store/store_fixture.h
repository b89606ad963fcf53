// A small language for tests of the store: one file in its own directory, opened and reopened.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/item_store.h"

namespace partita::store {

class StoreFixture : public testing::Test {
 protected:
  StoreFixture() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "partita-store-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    options_.path = path();
  }
  ~StoreFixture() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  std::string path() const { return directory_ / "slot-0001.db"; }
  const std::filesystem::path& directory() const { return directory_; }
  StoreOptions& options() { return options_; }
  ItemStore& store() { return *store_; }

  void Open() {
    auto opened = ItemStore::Open(options_);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    store_ = std::move(opened).value();
  }
  void Close() { store_.reset(); }
  void Reopen() {
    Close();
    Open();
  }
  base::Error OpenRefused() {
    auto opened = ItemStore::Open(options_);
    EXPECT_FALSE(opened.ok());
    return opened.ok() ? base::Error{} : opened.error();
  }

  void CommitPut(model::TableId table, std::string_view key, std::string_view item, uint64_t size) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().Put(table, key, item, size).ok());
    const auto committed = store().Commit();
    ASSERT_TRUE(committed.ok()) << committed.error().message;
  }
  void CommitDelete(model::TableId table, std::string_view key) {
    ASSERT_TRUE(store().Begin().ok());
    ASSERT_TRUE(store().Delete(table, key).ok());
    const auto committed = store().Commit();
    ASSERT_TRUE(committed.ok()) << committed.error().message;
  }
  std::optional<std::string> Read(model::TableId table, std::string_view key) {
    auto found = store().Get(table, key);
    EXPECT_TRUE(found.ok()) << found.error().message;
    if (!found.ok() || !found->has_value()) return std::nullopt;
    return std::string((*found)->bytes);
  }
  std::vector<std::string> Keys(model::TableId table, std::string_view first = {},
                                std::string_view last = {}, bool backward = false) {
    std::vector<std::string> keys;
    const auto walked =
        store().Walk(table, first, last, backward, [&](std::string_view key, const StoredItem&) {
          keys.emplace_back(key);
          return true;
        });
    EXPECT_TRUE(walked.ok()) << walked.error().message;
    return keys;
  }

 private:
  std::filesystem::path directory_;
  StoreOptions options_;
  std::unique_ptr<ItemStore> store_;
};

}  // namespace partita::store
