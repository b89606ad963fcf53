# A test of real clients against the real daemon: `name` runs COMMAND in the folder it stands in.
# Every such test starts `partita serve` on a free port with data of its own.
function(client_test name)
  cmake_parse_arguments(CLIENT "" "TIMEOUT" "COMMAND" ${ARGN})
  if(NOT CLIENT_TIMEOUT)
    set(CLIENT_TIMEOUT 180)
  endif()
  add_test(NAME ${name} COMMAND ${CLIENT_COMMAND} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES
    LABELS client TIMEOUT ${CLIENT_TIMEOUT} SKIP_RETURN_CODE 77
    ENVIRONMENT "PARTITA=$<TARGET_FILE:partita>;PARTITA_LOAD=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/partita-load;PARTITA_CLIENT=$<TARGET_FILE:partita_client>;PARTITA_BUILD=${CMAKE_BINARY_DIR};PYTHONDONTWRITEBYTECODE=1")
endfunction()
