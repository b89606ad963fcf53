#!/usr/bin/env bash
# Installs the Debian packages that building (and with --tests, testing) Partita needs. Nothing to do, nothing done.
# Names are those of Debian 12; Ubuntu 24.04 has the same.
set -euo pipefail

build=(build-essential cmake ninja-build ccache pkg-config libuv1-dev libsqlite3-dev libboost-dev libcjson-dev
       libssl-dev libsimdjson-dev libdeflate-dev libmimalloc-dev libfmt-dev zlib1g-dev libsystemd-dev libcli11-dev libxxhash-dev
       prometheus-cpp-dev)
tests=(valgrind libgtest-dev libgmock-dev libbenchmark-dev clang libclang-rt-dev spin curl strace sqlite3 python3-boto3
       nodejs npm git systemd mandoc procps prometheus)
# Not every release of the distributions has these; a test that misses one says so and is skipped.
wanted=(awscli chromium)

missing() {
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || echo "$package"
  done
}

needed=("${build[@]}")
[ "${1:-}" != --tests ] || needed+=("${tests[@]}")

# Node.js may have come from elsewhere than the distribution's packages: what is there is used.
mapfile -t todo < <(missing "${needed[@]}" | while read -r package; do
  case $package in
    nodejs) command -v node >/dev/null || echo "$package" ;;
    npm) command -v npm >/dev/null || echo "$package" ;;
    *) echo "$package" ;;
  esac
done)
optional=()
[ "${1:-}" != --tests ] || mapfile -t optional < <(missing "${wanted[@]}")

[ "${#todo[@]}" -gt 0 ] || [ "${#optional[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Install these packages first, or run as root: ${todo[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing: ${todo[*]} ${optional[*]}"
export DEBIAN_FRONTEND=noninteractive
# Some packages bring a service; it is their program that is wanted, not a running one.
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin /usr/sbin/policy-rc.d
  trap '"${as_root[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
fi
"${as_root[@]}" apt-get update -qq
[ "${#todo[@]}" -eq 0 ] || "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${todo[@]}" >/dev/null
for package in "${optional[@]}"; do
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
    echo "note: this distribution has no $package; the tests that use it will be skipped"
done
