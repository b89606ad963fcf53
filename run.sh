#!/usr/bin/env bash
# Installs what is missing, builds a release and serves on http://127.0.0.1:8000 with data in ./data.
# Every option goes to `partita serve`: ./run.sh --port 9000 --data /srv/partita
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

"$here/cmake/packages.sh"
(cd "$here" && cmake --preset release -DPARTITA_TESTS=OFF -DPARTITA_BENCH=OFF -B build/run >/dev/null)
cmake --build "$here/build/run"
exec "$here/build/run/bin/partita" serve "$@"
