#include "gateway/console_benchmarks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "base/fd.h"

namespace partita::gateway {
namespace {

constexpr size_t kLongestRunName = 128;
constexpr size_t kLargestFile = 16u << 20;  // a run with hundreds of results has a few MiB
constexpr std::string_view kNameLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

base::UniqueFd OpenAt(int folder, const char* name, int flags) {
  return base::UniqueFd(openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | flags));
}

// None: it is no ordinary file of reasonable size.
std::optional<std::string> ReadAll(int file) {
  struct stat facts {};
  if (fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
  if (static_cast<size_t>(facts.st_size) > kLargestFile) return std::nullopt;
  std::string text(static_cast<size_t>(facts.st_size), '\0');
  size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = read(file, text.data() + filled, text.size() - filled);
    if (got <= 0) return std::nullopt;
    filled += static_cast<size_t>(got);
  }
  return text;
}

ConsoleAnswer Hand(const base::UniqueFd& file) {
  auto text = file.valid() ? ReadAll(file.get()) : std::nullopt;
  if (!text.has_value()) return ConsoleRefusal(404, "There are no such results.");
  return {200, *std::move(text)};
}

base::UniqueFd OpenResults(const std::string& directory) {
  if (directory.empty()) return {};
  return base::UniqueFd(open(directory.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
}

}  // namespace

ConsoleAnswer BenchmarkIndex(const std::string& directory) {
  const base::UniqueFd results = OpenResults(directory);
  if (!results.valid()) return ConsoleRefusal(404, "No directory of results is served.");
  return Hand(OpenAt(results.get(), "index.json", O_NONBLOCK));
}

ConsoleAnswer BenchmarkRun(const std::string& directory, std::string_view run) {
  const base::UniqueFd results = OpenResults(directory);
  const bool named = !run.empty() && run.size() <= kLongestRunName &&
                     run.find_first_not_of(kNameLetters) == std::string_view::npos;
  if (!results.valid() || !named) return ConsoleRefusal(404, "There are no such results.");
  const base::UniqueFd folder = OpenAt(results.get(), std::string(run).c_str(), O_DIRECTORY);
  if (!folder.valid()) return ConsoleRefusal(404, "There are no such results.");
  return Hand(OpenAt(folder.get(), "results.json", O_NONBLOCK));
}

}  // namespace partita::gateway
