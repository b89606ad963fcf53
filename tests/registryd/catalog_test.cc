#include "registryd/catalog.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "house.h"

namespace partita::registryd {
namespace {

class CatalogTest : public testing::Test {
 protected:
  CatalogTest() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "partita-catalog-XXXXXX").string();
    directory_ = mkdtemp(pattern.data());
  }
  ~CatalogTest() override { std::filesystem::remove_all(directory_); }

  std::string path() const { return directory_ / "catalog.db"; }
  std::unique_ptr<Catalog> Open() { return Catalog::Open(path()).value(); }
  static model::TableSchema Table(std::string name, model::TableId id) {
    model::TableSchema table = Wanted(std::move(name));
    table.id = id;
    table.tags = {{"team", "blue"}};
    return table;
  }

  std::filesystem::path directory_;
};

TEST_F(CatalogTest, IsReadBackAsItWasCommitted) {
  {
    const auto catalog = Open();
    ASSERT_TRUE(catalog->Commit({.saved = {Table("a", 1), Table("b", 2)}, .removed = {}}).ok());
    model::TableSchema changed = Table("a", 1);
    changed.deletion_protection = true;
    ASSERT_TRUE(catalog->Commit({.saved = {changed}, .removed = {2}}).ok());
  }
  const auto catalog = Open();
  ASSERT_EQ(catalog->tables().size(), 1u);
  ASSERT_NE(catalog->Find("a"), nullptr);
  EXPECT_TRUE(catalog->Find("a")->deletion_protection);
  EXPECT_EQ(catalog->Find("a")->tags, Table("a", 1).tags);
  EXPECT_EQ(catalog->Find("b"), nullptr);
  EXPECT_EQ(catalog->next_table_id(), 3u);
}

TEST_F(CatalogTest, IsForItsOwnerAlone) {
  Open();
  struct stat facts {};
  ASSERT_EQ(stat(path().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  std::filesystem::permissions(path(), std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(Catalog::Open(path()).error().kind, base::ErrorKind::kInvalid);
}

TEST_F(CatalogTest, RefusesASecondOwnerAndAForeignFile) {
  {
    const auto first = Open();
    EXPECT_FALSE(Catalog::Open(path()).ok());
  }
  std::ofstream(path()) << std::string(8192, 'x');
  EXPECT_FALSE(Catalog::Open(path()).ok());
}

TEST_F(CatalogTest, KeepsTheSlotsMarks) {
  {
    const auto catalog = Open();
    ASSERT_TRUE(catalog->SaveMarks({{0, 1, 10}, {1, 1, 20}}).ok());
    ASSERT_TRUE(catalog->SaveMarks({{1, 2, 30}}).ok());
  }
  EXPECT_EQ(Open()->LoadMarks().value(), (std::vector<SlotMark>{{0, 1, 10}, {1, 2, 30}}));
}

}  // namespace
}  // namespace partita::registryd
