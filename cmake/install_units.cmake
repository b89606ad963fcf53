# At install time: the units and /etc/default/partita, with the paths of the prefix.
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(etc /etc)
else()
  set(etc ${CMAKE_INSTALL_PREFIX}/etc)
endif()

# Into memory, so that nothing is left in the source or build folder: it may belong to another user.
function(partita_install_text source destination)
  file(READ ${PARTITA_SOURCE}/systemd/${source} text)
  string(REPLACE "/usr/bin/" "${CMAKE_INSTALL_PREFIX}/bin/" text "${text}")
  string(REPLACE "/etc/default/" "${etc}/default/" text "${text}")
  message(STATUS "Installing: $ENV{DESTDIR}${destination}")
  file(WRITE $ENV{DESTDIR}${destination} "${text}")
  file(CHMOD $ENV{DESTDIR}${destination}
       PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

partita_install_text(partita.service ${CMAKE_INSTALL_PREFIX}/lib/systemd/system/partita.service)
partita_install_text(partita.socket ${CMAKE_INSTALL_PREFIX}/lib/systemd/system/partita.socket)
partita_install_text(partita-native.socket
                     ${CMAKE_INSTALL_PREFIX}/lib/systemd/system/partita-native.socket)
# The administrator's file: the package manager keeps it (conffiles), so do we.
if(NOT EXISTS $ENV{DESTDIR}${etc}/default/partita)
  partita_install_text(partita.default ${etc}/default/partita)
endif()
