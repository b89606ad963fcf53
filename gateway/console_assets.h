// The files of console/ as they were when this program was built.
//
// The table is made by cmake/embed_console.cmake. Everything in it lives as long as the program.
#pragma once

#include <span>
#include <string_view>

namespace partita::gateway {

struct ConsoleAsset {
  std::string_view name;  // "index.html"
  std::string_view content_type;
  std::string_view etag;  // with its quotes; changes with the bytes
  std::string_view bytes;
};

std::span<const ConsoleAsset> ConsoleAssets();  // sorted by name

}  // namespace partita::gateway
