# `cmake --install <build>`: the daemon as component `server`.
#
#   bin/partita                              the one command people type
#   libexec/partita/partita-*                the programs it starts (supervisor/spawn.h looks there)
#   lib/systemd/system, lib/sysusers.d, lib/tmpfiles.d
#   /etc/default/partita                     with prefix /usr; else below the prefix
#   share/man, share/doc/partita, share/bash-completion/completions
include(GNUInstallDirs)

install(TARGETS partita RUNTIME DESTINATION bin COMPONENT server)
install(TARGETS partita-gateway partita-partitiond partita-registryd
        RUNTIME DESTINATION libexec/partita COMPONENT server)

install(FILES systemd/sysusers.d/partita.conf DESTINATION lib/sysusers.d COMPONENT server)
install(FILES systemd/tmpfiles.d/partita.conf DESTINATION lib/tmpfiles.d COMPONENT server)
install(FILES systemd/partita.bash DESTINATION share/bash-completion/completions RENAME partita
        COMPONENT server)

file(GLOB PARTITA_PAGES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/docs/*.md)
install(FILES README.md ${PARTITA_PAGES} systemd/debian/copyright
        DESTINATION share/doc/partita COMPONENT server)

install(DIRECTORY systemd/monitoring DESTINATION share/partita COMPONENT server)

# Units and the file of options name paths of the prefix, which is known only now: `cmake --install
# --prefix` and the package choose it.
install(CODE "set(PARTITA_SOURCE \"${CMAKE_SOURCE_DIR}\")
              set(PARTITA_VERSION ${PROJECT_VERSION})" COMPONENT server)
install(SCRIPT ${CMAKE_SOURCE_DIR}/cmake/install_units.cmake COMPONENT server)
install(SCRIPT ${CMAKE_SOURCE_DIR}/cmake/install_documents.cmake COMPONENT server)
