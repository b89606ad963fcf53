// A database file in its own directory.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "sqlite/database.h"

namespace partita::sqlite {

class SqliteFixture : public testing::Test {
 protected:
  SqliteFixture() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "partita-sqlite-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
    close(open(path().c_str(), O_CREAT | O_RDWR, 0600));
  }
  ~SqliteFixture() override {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }
  std::string path() const { return directory_ / "test.db"; }
  Database& database() { return *database_; }

  void Open(const std::string& vfs = {}) {
    auto opened = Database::Open({path(), vfs});
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    database_ = std::move(opened).value();
  }
  void Close() { database_.reset(); }
  void Do(const std::string& sql) {
    const auto done = database().Execute(sql);
    ASSERT_TRUE(done.ok()) << done.error().message;
  }
  int64_t Int64(const std::string& sql) {
    const auto value = database().QueryInt64(sql);
    EXPECT_TRUE(value.ok()) << value.error().message;
    return value.ok() ? *value : -1;
  }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<Database> database_;
};

}  // namespace partita::sqlite
