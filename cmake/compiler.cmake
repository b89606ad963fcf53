# Language level, warnings, hardening, sanitizers.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

option(PARTITA_TESTS "Build the tests" ON)
option(PARTITA_BENCH "Build the benchmarks" ON)
option(PARTITA_FUZZ "Build the libFuzzer targets (clang only)" OFF)
option(PARTITA_WERROR "Treat warnings as errors" OFF)
option(PARTITA_UNITY "Compile the sources of a room together" ON)
set(PARTITA_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Paths below the source directory are relative to the cache, so that a second clone finds what the first has compiled.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Line tables are what perf, gdb's backtrace and the sanitizers need; full debug information doubles the build.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")
if(PARTITA_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
endif()
# Optimising the tests themselves takes longer than running them.
set(PARTITA_TEST_OPTIONS "SHELL:-O0 -U_FORTIFY_SOURCE")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overflows in inlined std::string copies that are none (GCC PR 105329, 105651).
  add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
endif()
if(PARTITA_WERROR)
  add_compile_options(-Werror)
endif()

add_compile_options(-fno-omit-frame-pointer)
if(PARTITA_SANITIZE)
  add_compile_options(-fsanitize=${PARTITA_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PARTITA_SANITIZE})
  if(PARTITA_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)  # the rooms, too: the fuzzer looks for new paths in them
  endif()
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection)
  add_compile_options($<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=3>)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
add_compile_definitions(_GLIBCXX_ASSERTIONS)

include(CheckPIESupported)
check_pie_supported()
