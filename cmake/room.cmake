# One folder is one namespace, one target and one test folder.

# partita_room(<name> SOURCES a.cc … DEPENDS partita::base PkgConfig::SQLITE3 …): the library partita::<name>.
function(partita_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(partita_${name} STATIC ${ROOM_SOURCES})
  add_library(partita::${name} ALIAS partita_${name})
  target_include_directories(partita_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(partita_${name} PUBLIC ${ROOM_DEPENDS})
  # Sources of a room share so many headers that compiling a dozen together costs a third. Names in a room are unique.
  set_target_properties(partita_${name} PROPERTIES UNITY_BUILD ${PARTITA_UNITY} UNITY_BUILD_BATCH_SIZE 12)
endfunction()

# partita_program(<executable> SOURCES main.cc DEPENDS …): a program of the house.
function(partita_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE ${PROGRAM_DEPENDS})
endfunction()

# partita_test(<room> SOURCES a_test.cc … DEPENDS …): one GoogleTest program, one CTest entry named after the room.
function(partita_test room)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${room}_test ${TEST_SOURCES})
  target_link_libraries(${room}_test PRIVATE ${TEST_DEPENDS} GTest::gmock_main fmt::fmt)
  target_precompile_headers(${room}_test REUSE_FROM partita_test_headers)
  target_compile_options(${room}_test PRIVATE ${PARTITA_TEST_OPTIONS})
  add_test(NAME ${room} COMMAND ${room}_test --gtest_brief=1)
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  set_tests_properties(${room} PROPERTIES TIMEOUT ${TEST_TIMEOUT} LABELS unit)
endfunction()

# partita_bench(<room> SOURCES a_bench.cc … DEPENDS …): one Google Benchmark program.
function(partita_bench room)
  cmake_parse_arguments(BENCH "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${room}_bench ${BENCH_SOURCES})
  target_link_libraries(${room}_bench PRIVATE ${BENCH_DEPENDS} benchmark::benchmark_main)
endfunction()

# partita_fuzzer(<name> SOURCES a_fuzz.cc DEPENDS …): a libFuzzer program, run briefly by CTest on its seed corpus
# (tests/fuzz/corpus/<name>) and for long by tests/fuzz/soak.sh. Only in the fuzz preset, which compiles with clang.
function(partita_fuzzer name)
  if(NOT PARTITA_FUZZ)
    return()
  endif()
  cmake_parse_arguments(FUZZ "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${FUZZ_SOURCES})
  target_compile_options(${name} PRIVATE -fsanitize=fuzzer)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  target_link_libraries(${name} PRIVATE ${FUZZ_DEPENDS})
  if(NOT TARGET fuzzers)
    add_custom_target(fuzzers)  # builds them all, and nothing else
  endif()
  add_dependencies(fuzzers ${name})
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/corpus/${name})
  add_test(NAME ${name} COMMAND ${name} -max_total_time=10 -rss_limit_mb=1024 -timeout=10
           ${CMAKE_BINARY_DIR}/corpus/${name} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
  set_tests_properties(${name} PROPERTIES LABELS fuzz)
endfunction()
