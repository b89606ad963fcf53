# Turns the files of console/ into a source with one row per file: path, media type, tag, bytes.
#
#   cmake -DFILES=a.js;b.css -DFOLDER=<console/> -DOUT=<file.cc> -P embed_console.cmake
set(types ".html=text/html" ".css=text/css" ".js=text/javascript" ".svg=image/svg+xml")
set(rows "")
list(SORT FILES)
foreach(name IN LISTS FILES)
  get_filename_component(ending ${name} LAST_EXT)
  set(type "")
  foreach(pair IN LISTS types)
    if(pair MATCHES "^\\${ending}=(.*)$")
      set(type "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  if(type STREQUAL "")
    message(FATAL_ERROR "console/${name}: no media type is known for ${ending}")
  endif()
  file(READ ${FOLDER}/${name} bytes HEX)
  file(SHA256 ${FOLDER}/${name} hash)
  string(SUBSTRING ${hash} 0 20 tag)
  string(LENGTH "${bytes}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${bytes}")
  string(APPEND rows "    {\"${name}\", \"${type}\", \"\\\"${tag}\\\"\", {\"${escaped}\", ${size}}},\n")
endforeach()
list(LENGTH FILES count)
file(WRITE ${OUT} "// Made from console/ by cmake/embed_console.cmake.
#include \"gateway/console_assets.h\"

#include <array>

namespace partita::gateway {

std::span<const ConsoleAsset> ConsoleAssets() {
  static constexpr std::array<ConsoleAsset, ${count}> kAssets = {{
${rows}  }};
  return kAssets;
}

}  // namespace partita::gateway
")
