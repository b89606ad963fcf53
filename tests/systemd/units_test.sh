#!/usr/bin/env bash
# The units: `systemd-analyze verify` has nothing to say, and the service is exposed at 1.5 or less.
set -euo pipefail

command -v systemd-analyze >/dev/null || { echo "skipped: no systemd-analyze here (package systemd)"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# As installed, but with the program where it was built: verify looks whether it can be executed.
for unit in partita.service partita.socket partita-native.socket; do
  sed "s|/usr/bin/partita|$PARTITA|" "$PARTITA_SOURCE/systemd/$unit" >"$scratch/$unit"
done
said=$(SYSTEMD_UNIT_PATH="$scratch:" systemd-analyze verify --man=no \
  "$scratch"/partita.service "$scratch"/partita.socket "$scratch"/partita-native.socket 2>&1) ||
  { echo "systemd-analyze verify failed:"; echo "$said"; exit 1; }
# Of other packages' units, which it loads too, it may complain.
if grep -E 'partita' <<<"$said"; then
  echo "systemd-analyze verify complains"
  exit 1
fi

systemd-analyze security --offline=true --threshold=15 "$scratch/partita.service" | tail -n 1

# A name that sysusers or tmpfiles does not understand would show only at an installation.
if command -v systemd-sysusers >/dev/null; then
  mkdir -p "$scratch/root/etc" "$scratch/root/var/lib"
  systemd-sysusers --root="$scratch/root" "$PARTITA_SOURCE/systemd/sysusers.d/partita.conf" >/dev/null
  grep -q '^partita:.*:/var/lib/partita:/usr/sbin/nologin$' "$scratch/root/etc/passwd"
fi
if command -v systemd-tmpfiles >/dev/null && [ "$(id -u)" -eq 0 ]; then
  systemd-tmpfiles --root="$scratch/root" --create "$PARTITA_SOURCE/systemd/tmpfiles.d/partita.conf"
  [ "$(stat -c %a "$scratch/root/var/lib/partita")" = 700 ]
fi

# Each option that the file of options explains is one.
help=$("$PARTITA" serve --help)
grep -oE '^#   --[a-z-]+' "$PARTITA_SOURCE/systemd/partita.default" | grep -oE -- '--.*' | while read -r option; do
  grep -q -- "$option" <<<"$help" || { echo "partita.default names $option, which is none"; exit 1; }
done
