# At install time: what a distribution wants compressed, and the documents of the package.
find_program(GZIP gzip REQUIRED)

# Without name and time in the bytes: the same input gives the same package.
function(partita_install_compressed source destination)
  set(target $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/${destination}.gz)
  message(STATUS "Installing: ${target}")
  get_filename_component(folder ${target} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  execute_process(COMMAND ${GZIP} -9nc ${source} OUTPUT_FILE ${target} COMMAND_ERROR_IS_FATAL ANY)
  file(CHMOD ${target} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

file(GLOB pages ${PARTITA_SOURCE}/docs/man/*.[1-8])
foreach(page ${pages})
  get_filename_component(name ${page} NAME)
  string(REGEX MATCH "[1-8]$" section ${page})
  partita_install_compressed(${page} share/man/man${section}/${name})
endforeach()

file(READ ${PARTITA_SOURCE}/systemd/debian/changelog changelog)
string(REPLACE "@VERSION@" "${PARTITA_VERSION}" changelog "${changelog}")
set(changelog_file $ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/share/doc/partita/changelog)
file(WRITE ${changelog_file} "${changelog}")
partita_install_compressed(${changelog_file} share/doc/partita/changelog)
file(REMOVE ${changelog_file})
