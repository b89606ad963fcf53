// Any bytes, cut anywhere, are read as the same requests, and a body is never longer than allowed.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "gateway/http_request_reader.h"

namespace {

using partita::gateway::HttpLimits;
using partita::gateway::HttpRequestReader;

constexpr HttpLimits kLimits{.head_bytes = 1024, .fields = 20, .body_bytes = 4096};

// What was read up to the end or a refusal, as one string. Where within a broken message the
// refusal comes may depend on the cuts.
std::string ReadAll(std::string_view bytes, size_t piece) {
  HttpRequestReader reader(kLimits);
  std::string said;
  while (!bytes.empty()) {
    const std::string arrived(bytes.substr(0, piece));
    bytes.remove_prefix(arrived.size());
    std::string_view rest = arrived;
    for (;;) {
      const HttpRequestReader::Event event = reader.Read(&rest);
      if (event == HttpRequestReader::Event::kNeedMore) break;
      if (event == HttpRequestReader::Event::kHead) {
        said.append("\n")
            .append(reader.head().path)
            .append(" ")
            .append(reader.head().amz_target)
            .append(" ");
      }
      if (event == HttpRequestReader::Event::kComplete) {
        const std::string body = reader.TakeBody();
        if (body.size() > kLimits.body_bytes) std::abort();
        said.append("=").append(body);
      }
      if (event == HttpRequestReader::Event::kRefused) return said;
    }
    if (!rest.empty()) std::abort();
  }
  return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t piece = 1 + data[0] % 64;
  if (ReadAll(bytes, bytes.size() + 1) != ReadAll(bytes, piece)) std::abort();
  return 0;
}
