#include "supervisor/manifest.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <memory>

#include "base/fd.h"
#include "shm/control_block.h"

namespace partita::supervisor {
namespace {

constexpr const char* kName = "partita.json";
constexpr const char* kNewName = "partita.json.new";
constexpr size_t kLongest = 4096;

using JsonPtr = std::unique_ptr<cJSON, decltype(&cJSON_Delete)>;

bool IsWhole(double value, double least, double most) {
  return value >= least && value <= most && value == static_cast<int>(value);
}

base::Status WriteAll(int fd, const std::string& text) {
  if (write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || fsync(fd) != 0) {
    return base::Error::FromErrno(fmt::format("writing {}", kNewName), errno);
  }
  return {};
}

}  // namespace

std::string UtcNow() {
  const time_t now = time(nullptr);
  tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

base::Result<Manifest> ReadManifest(int directory) {
  const base::UniqueFd fd(openat(directory, kName, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd.valid() && errno == ENOENT) return base::Error::NotFound(kName);
  if (!fd.valid()) return base::Error::FromErrno(fmt::format("opening {}", kName), errno);
  std::string text(kLongest, '\0');
  const ssize_t size = read(fd.get(), text.data(), text.size());
  if (size < 0) return base::Error::FromErrno(fmt::format("reading {}", kName), errno);
  const JsonPtr json(cJSON_ParseWithLength(text.data(), static_cast<size_t>(size)), &cJSON_Delete);
  if (!cJSON_IsObject(json.get()))
    return base::Error::Corrupt(fmt::format("{} is not a JSON object", kName));
  const double format =
      cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json.get(), "format"));
  const double slots = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(json.get(), "slots"));
  const char* created =
      cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json.get(), "created"));
  if (format != kManifestFormat) {
    return base::Error::Corrupt(fmt::format(
        "{} is not of format {}: another version of Partita wrote it", kName, kManifestFormat));
  }
  if (!IsWhole(slots, 1, shm::kMaxPartitions)) {
    return base::Error::Corrupt(
        fmt::format("{} names no number of slots from 1 to {}", kName, shm::kMaxPartitions));
  }
  return Manifest{static_cast<uint32_t>(slots), created == nullptr ? "" : created};
}

base::Status WriteManifest(int directory, const Manifest& manifest) {
  const JsonPtr json(cJSON_CreateObject(), &cJSON_Delete);
  cJSON_AddNumberToObject(json.get(), "format", kManifestFormat);
  cJSON_AddNumberToObject(json.get(), "slots", manifest.slots);
  cJSON_AddStringToObject(json.get(), "created", manifest.created.c_str());
  const std::unique_ptr<char, decltype(&cJSON_free)> text(cJSON_PrintUnformatted(json.get()),
                                                          &cJSON_free);
  const base::UniqueFd fd(
      openat(directory, kNewName, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) return base::Error::FromErrno(fmt::format("creating {}", kNewName), errno);
  PARTITA_TRY(WriteAll(fd.get(), std::string(text.get()) + "\n"));
  if (renameat(directory, kNewName, directory, kName) != 0 || fsync(directory) != 0) {
    return base::Error::FromErrno(fmt::format("renaming {}", kNewName), errno);
  }
  return {};
}

}  // namespace partita::supervisor
