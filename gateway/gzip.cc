#include "gateway/gzip.h"

#include <simdjson.h>
#include <zlib.h>

#include <algorithm>

#include "base/check.h"

namespace partita::gateway {
namespace {

constexpr int kGzipWindowBits =
    15 + 16;  // zlib's way to say: 32 KiB window, gzip's header and trailer
constexpr int kDefaultMemoryLevel = 8;
constexpr size_t kFirstGuess = 16u << 10;

Bytef* Input(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

}  // namespace

// Made at the first use: a gateway nobody sends gzip to does not carry their 300 KiB.
struct Gzip::Streams {
  ~Streams() {
    if (deflating) deflateEnd(&deflate_stream);
    if (inflating) inflateEnd(&inflate_stream);
  }

  z_stream* ForDeflate() {
    if (deflating) {
      deflateReset(&deflate_stream);
    } else {
      const int made = deflateInit2(&deflate_stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindowBits,
                                    kDefaultMemoryLevel, Z_DEFAULT_STRATEGY);
      PARTITA_CHECK(made == Z_OK, "zlib cannot start");
      deflating = true;
    }
    return &deflate_stream;
  }

  z_stream* ForInflate() {
    if (inflating) {
      inflateReset(&inflate_stream);
    } else {
      PARTITA_CHECK(inflateInit2(&inflate_stream, kGzipWindowBits) == Z_OK, "zlib cannot start");
      inflating = true;
    }
    return &inflate_stream;
  }

  z_stream deflate_stream{};
  z_stream inflate_stream{};
  bool deflating = false;
  bool inflating = false;
};

Gzip::Gzip() : streams_(std::make_unique<Streams>()) {}
Gzip::~Gzip() = default;

std::string Gzip::Compress(std::string_view bytes) {
  z_stream* stream = streams_->ForDeflate();
  std::string out(deflateBound(stream, bytes.size()), '\0');
  stream->next_in = Input(bytes);
  stream->avail_in = static_cast<uInt>(bytes.size());
  stream->next_out = reinterpret_cast<Bytef*>(out.data());
  stream->avail_out = static_cast<uInt>(out.size());
  PARTITA_CHECK(deflate(stream, Z_FINISH) == Z_STREAM_END, "zlib broke its own bound");
  out.resize(stream->total_out);
  return out;
}

base::Result<std::string> Gzip::Inflate(std::string_view bytes, size_t max_bytes) {
  z_stream* stream = streams_->ForInflate();
  stream->next_in = Input(bytes);
  stream->avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  for (size_t size = std::min(kFirstGuess, max_bytes);; size = std::min(size * 2, max_bytes)) {
    const size_t written = stream->total_out;
    out.reserve(size + simdjson::SIMDJSON_PADDING);
    out.resize(size);
    stream->next_out = reinterpret_cast<Bytef*>(out.data()) + written;
    stream->avail_out = static_cast<uInt>(size - written);
    const int state = inflate(stream, Z_NO_FLUSH);
    if (state == Z_STREAM_END) break;
    const bool full = stream->avail_out == 0 && (state == Z_OK || state == Z_BUF_ERROR);
    if (!full) return base::Error::Invalid("not a whole gzip stream");
    if (size == max_bytes) return base::Error::Failed("the unpacked body is too large");
  }
  if (stream->avail_in > 0) return base::Error::Invalid("bytes behind the end of a gzip stream");
  out.resize(stream->total_out);
  return out;
}

}  // namespace partita::gateway
