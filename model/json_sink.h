// The end of a string that JSON is appended to, kept as pointers: room is made once per piece, not
// once per byte.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

namespace partita::model {

// While it lives the string is longer than what was written; its destructor cuts it to size.
class JsonSink {
 public:
  // Makes room for `expected` bytes at once; more are possible.
  JsonSink(std::string* out, size_t expected) : out_(out) { MoveTo(out->size(), expected); }
  ~JsonSink() { out_->resize(Written()); }
  JsonSink(const JsonSink&) = delete;
  JsonSink& operator=(const JsonSink&) = delete;

  // Where the next bytes go; room for `bytes` of them, valid until the next call.
  char* Room(size_t bytes) {
    if (static_cast<size_t>(end_ - at_) < bytes) [[unlikely]] {
      MoveTo(Written(), out_->size() + bytes);  // at least doubled
    }
    return at_;
  }
  void Advance(size_t bytes) { at_ += bytes; }

  void Char(char c) {
    *Room(1) = c;
    Advance(1);
  }
  void Raw(std::string_view text) {
    std::memcpy(Room(text.size()), text.data(), text.size());
    Advance(text.size());
  }
  // A JSON string with its quotes.
  void String(std::string_view text);

 private:
  size_t Written() const { return static_cast<size_t>(at_ - out_->data()); }
  void MoveTo(size_t written, size_t room);

  std::string* out_;
  char* at_;
  char* end_;
};

}  // namespace partita::model
