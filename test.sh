#!/usr/bin/env bash
# Installs what is missing, builds and runs every test: the release build with all of them (real clients and kills included), the unit
# tests under address and undefined-behaviour sanitizers, what is concurrent under the thread sanitizer, the fuzzers briefly.
# `./test.sh release` (or asan, tsan, fuzz) runs one of the four.
set -euo pipefail
cd "$(dirname "$0")"

./cmake/packages.sh --tests
npm ci --prefix tests --no-audit --no-fund --silent

configure() { cmake --preset "$@" >/dev/null; }

run_release() {
  configure release -DPARTITA_WERROR=ON
  cmake --build --preset release
  ctest --preset release -j 2 --no-tests=error
}
run_asan() {
  configure asan
  cmake --build --preset asan
  ctest --preset asan -L unit -j 2 --no-tests=error
}
run_tsan() {
  configure tsan
  cmake --build --preset tsan --target shm_test
  ctest --preset tsan -R '^shm$' --no-tests=error
}
run_fuzz() {
  configure fuzz
  cmake --build --preset fuzz --target fuzzers
  ctest --preset fuzz -L fuzz -j 2 --no-tests=error
}

for part in "${@:-release asan tsan fuzz}"; do
  for name in $part; do
    echo "== $name"
    "run_$name"
  done
done
