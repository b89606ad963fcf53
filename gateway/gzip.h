// gzip (RFC 1952) by zlib, both ways, with the working memory kept between uses.
//
// Thread safety: one object, one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace partita::gateway {

class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  // Fast rather than small (level 1): the loop that compresses serves everybody else too.
  std::string Compress(std::string_view bytes);

  // kInvalid: not one whole gzip stream. kFailed: it would become longer than `max_bytes`; no more
  // than that is ever written. The result has simdjson::SIMDJSON_PADDING readable bytes behind its
  // end.
  base::Result<std::string> Inflate(std::string_view bytes, size_t max_bytes);

 private:
  struct Streams;
  std::unique_ptr<Streams> streams_;
};

}  // namespace partita::gateway
