// The rules of the house as a test: who may include whom, where each library's door is, no stray
// file. That each header compiles alone, the build shows (cmake/headers_alone.cmake).
//
// The include table is the architecture: read it for what is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Rooms = std::set<std::string>;

const fs::path kRoot = PARTITA_SOURCE_DIR;

// Every room may include itself and these.
const std::map<std::string, Rooms> kMayInclude = {
    {"base", {}},
    {"shm", {"base"}},
    {"sqlite", {"base"}},
    {"model", {"base"}},
    {"expr", {"base", "model"}},
    {"wire", {"base", "model"}},
    {"store", {"base", "sqlite", "model"}},
    {"metrics", {"base", "shm"}},
    {"supervisor", {"base", "shm", "metrics"}},
    {"partitiond", {"base", "shm", "model", "expr", "wire", "store", "metrics"}},
    {"registryd", {"base", "shm", "sqlite", "model", "wire", "metrics"}},
    {"gateway", {"base", "shm", "model", "expr", "wire", "metrics"}},
    {"libclient", {"base", "model", "expr", "wire"}},
    {"cli", {"base", "shm", "model", "wire", "metrics", "supervisor", "libclient"}},
};

// A library's headers, by their first path component, and the rooms (or single files) that hold its
// door.
const std::map<std::string, Rooms> kDoors = {
    {"sqlite3.h", {"sqlite"}},
    {"boost/interprocess", {"shm"}},
    {"boost/", {"gateway"}},
    {"openssl/", {"base/sha256.cc"}},
    {"simdjson.h", {"model/item_json.h", "model/json_boolean.h", "model/value_check.cc", "gateway", "libclient"}},
    {"cjson/", {"model/table_document.h", "supervisor", "cli"}},
    {"xxhash.h", {"model/checksum.cc"}},
    {"uv.h", {"gateway", "supervisor"}},
    {"zlib.h", {"gateway"}},
    {"libdeflate.h", {"gateway/http_response.cc"}},
    {"CLI/", {"cli", "partitiond", "registryd", "gateway"}},
    {"systemd/", {"supervisor"}},
    {"prometheus/", {"metrics"}},
    {"fmt/",
     {"base", "sqlite", "model", "expr", "wire", "store", "supervisor", "partitiond", "registryd",
      "gateway", "cli", "shm", "metrics"}},
};

constexpr size_t kMaxColumns = 100;

std::string Read(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// All files of a room below the source root with one of the endings, as paths relative to it.
std::vector<std::string> Files(const std::string& folder, const std::set<std::string>& endings) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
    if (!entry.is_regular_file() || entry.path().string().find("node_modules") != std::string::npos)
      continue;
    if (!endings.empty() && !endings.contains(entry.path().extension().string())) continue;
    files.push_back(fs::relative(entry.path(), kRoot).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> AllCode() {
  std::vector<std::string> files;
  for (const auto& [room, allowed] : kMayInclude) {
    for (std::string& file : Files(room, {".h", ".cc"})) files.push_back(std::move(file));
  }
  return files;
}

std::string RoomOf(const std::string& path) { return path.substr(0, path.find('/')); }

struct Include {
  bool quoted;
  std::string path;
};

std::vector<Include> IncludesOf(const std::string& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> includes;
  std::istringstream text(Read(kRoot / file));
  for (std::string line; std::getline(text, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kInclude)) includes.push_back({match[1] == "\"", match[2]});
  }
  return includes;
}

TEST(Tidy, ARoomIncludesOnlyTheRoomsItMay) {
  for (const std::string& file : AllCode()) {
    const std::string room = RoomOf(file);
    for (const Include& include : IncludesOf(file)) {
      if (!include.quoted) continue;
      const std::string other = RoomOf(include.path);
      EXPECT_TRUE(other == room || kMayInclude.at(room).contains(other))
          << file << " includes " << include.path << ": " << room << " may not enter " << other;
      EXPECT_TRUE(fs::exists(kRoot / include.path))
          << file << " includes " << include.path << ", which is not there";
    }
  }
}

TEST(Tidy, ALibraryIsEnteredByItsOneDoor) {
  for (const std::string& file : AllCode()) {
    for (const Include& include : IncludesOf(file)) {
      if (include.quoted) continue;
      for (const auto& [library, doors] : kDoors) {
        if (include.path.rfind(library, 0) != 0) continue;
        if (library == "boost/" && include.path.rfind("boost/interprocess", 0) == 0) continue;
        EXPECT_TRUE(doors.contains(RoomOf(file)) || doors.contains(file))
            << file << " includes <" << include.path
            << ">: that library lives behind another room's door";
      }
    }
  }
}

TEST(Tidy, EveryHeaderIsIncludedBySomebody) {
  std::set<std::string> included;
  std::vector<std::string> readers = AllCode();
  for (const std::string folder : {"tests", "bench"}) {
    for (const std::string& file : Files(folder, {".h", ".cc"})) readers.push_back(file);
  }
  for (const std::string& file : readers) {
    for (const Include& include : IncludesOf(file)) included.insert(include.path);
  }
  for (const std::string& file : AllCode()) {
    if (fs::path(file).extension() == ".h") {
      EXPECT_TRUE(included.contains(file)) << file << " is included by nobody";
    }
  }
}

TEST(Tidy, EverySourceIsBuilt) {
  std::vector<std::string> files = AllCode();
  for (const std::string folder : {"tests", "bench"}) {
    for (const std::string& file : Files(folder, {".cc"})) files.push_back(file);
  }
  for (const std::string& file : files) {
    if (fs::path(file).extension() != ".cc") continue;
    const std::vector<std::string> lists = Files(RoomOf(file), {".txt"});
    const bool named = std::any_of(lists.begin(), lists.end(), [&](const std::string& list) {
      const fs::path folder = fs::path(list).parent_path();
      const std::string relative = fs::path(file).lexically_relative(folder).string();
      return fs::path(list).filename() == "CMakeLists.txt" &&
             Read(kRoot / list).find(relative) != std::string::npos;
    });
    EXPECT_TRUE(named) << file << " stands in no CMakeLists.txt";
  }
}

// A character of UTF-8 is one column, however many bytes it has.
size_t Columns(const std::string& line) {
  return std::count_if(line.begin(), line.end(), [](char byte) { return (byte & 0xc0) != 0x80; });
}

TEST(Tidy, LinesFitInAHundredColumns) {
  for (const std::string& file : AllCode()) {
    std::istringstream text(Read(kRoot / file));
    size_t number = 0;
    for (std::string line; std::getline(text, line);) {
      ++number;
      EXPECT_LE(Columns(line), kMaxColumns) << file << ":" << number;
    }
  }
}

TEST(Tidy, HeadersBeginWithASentenceThatSaysWhatTheyAreFor) {
  for (const std::string& file : AllCode()) {
    if (fs::path(file).extension() != ".h") continue;
    const std::string text = Read(kRoot / file);
    EXPECT_TRUE(text.starts_with("// ") || text.starts_with("/* ")) << file;  // C has the second
  }
}

TEST(Tidy, NothingIsLeftForLater) {
  static const std::regex kMark(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X)\\b");
  for (const std::string folder : {"docs", "tests", "bench", "systemd", "cmake"}) {
    for (const std::string& file :
         Files(folder, {".md", ".cc", ".h", ".sh", ".py", ".mjs", ".cmake", ".service"})) {
      EXPECT_FALSE(std::regex_search(Read(kRoot / file), kMark)) << file;
    }
  }
  for (const std::string& file : AllCode())
    EXPECT_FALSE(std::regex_search(Read(kRoot / file), kMark)) << file;
}

}  // namespace
