// Base64 as the API writes binaries: RFC 4648 alphabet, padded, no line breaks. Strict: one text
// per byte string.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace partita::model {

void AppendBase64(std::string_view bytes, std::string* out);

constexpr size_t Base64Size(size_t bytes) { return (bytes + 2) / 3 * 4; }
// Writes exactly Base64Size(bytes.size()) characters.
void WriteBase64(std::string_view bytes, char* to);

// Appends the bytes. False: the length is no multiple of four, a stranger's character, padding in
// the wrong place, or bits set that no byte holds ("YQ==" is "a", "YR==" is nobody's); `out` is
// then unspecified.
bool DecodeBase64(std::string_view text, std::string* out);

}  // namespace partita::model
