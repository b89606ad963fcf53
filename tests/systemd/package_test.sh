#!/usr/bin/env bash
# The Debian package without installing it: built by cpack, its control files and contents, and the
# programs of the unpacked tree serving from where they lie. systemd/test-package.sh does the rest,
# under a real systemd.
set -euo pipefail

for tool in cpack dpkg-deb dpkg-shlibdeps; do
  command -v "$tool" >/dev/null || { echo "skipped: no $tool here"; exit 77; }
done
scratch=$(mktemp -d)
house=""
trap '[ -z "$house" ] || kill "$house" 2>/dev/null || true; wait; rm -rf "$scratch"' EXIT

(cd "$PARTITA_BUILD" && cpack -G DEB -B "$scratch/cpack") >"$scratch/log" 2>&1 || { cat "$scratch/log"; exit 1; }
package=$(ls "$scratch"/cpack/partita_*_"$(dpkg --print-architecture)".deb)

[ "$(dpkg-deb -f "$package" Package)" = partita ]
[ "$(dpkg-deb -f "$package" Version)" = "$("$PARTITA" --version)" ]
for library in libc6 libsqlite3-0 libsystemd0; do
  grep -q "$library" <<<"$(dpkg-deb -f "$package" Depends)" || { echo "it does not depend on $library"; exit 1; }
done
dpkg-deb -e "$package" "$scratch/control"
grep -qx /etc/default/partita "$scratch/control/conffiles"
for script in postinst prerm postrm; do
  [ -x "$scratch/control/$script" ] && sh -n "$scratch/control/$script"
done

dpkg-deb -c "$package" | awk '{print $1, $2, $6}' >"$scratch/contents"
while read -r mode path; do
  grep -qx -- "$mode root/root ./$path" "$scratch/contents" || { echo "missing: $mode $path"; exit 1; }
done <<'END'
-rwxr-xr-x usr/bin/partita
-rwxr-xr-x usr/libexec/partita/partita-gateway
-rwxr-xr-x usr/libexec/partita/partita-partitiond
-rwxr-xr-x usr/libexec/partita/partita-registryd
-rw-r--r-- usr/lib/systemd/system/partita.service
-rw-r--r-- usr/lib/systemd/system/partita.socket
-rw-r--r-- usr/lib/systemd/system/partita-native.socket
-rw-r--r-- usr/lib/sysusers.d/partita.conf
-rw-r--r-- usr/lib/tmpfiles.d/partita.conf
-rw-r--r-- etc/default/partita
-rw-r--r-- usr/share/bash-completion/completions/partita
-rw-r--r-- usr/share/doc/partita/operating.md
-rw-r--r-- usr/share/doc/partita/copyright
-rw-r--r-- usr/share/doc/partita/changelog.gz
-rw-r--r-- usr/share/man/man1/partita.1.gz
-rw-r--r-- usr/share/man/man8/partita-serve.8.gz
END
! grep -vE ' root/root ' "$scratch/contents" || { echo "not everything is root's"; exit 1; }
! grep -E '^[-d]....?w|^-..s|^-.....s' "$scratch/contents" | grep -vE '^[-d]rw' || { echo "too open"; exit 1; }

dpkg-deb -x "$package" "$scratch/tree"
grep -qx 'ExecStart=/usr/bin/partita serve --data /var/lib/partita $PARTITA_OPTIONS' \
  "$scratch/tree/usr/lib/systemd/system/partita.service"
installed=$scratch/tree/usr/bin/partita
"$installed" serve --data "$scratch/data" --slots 2 --port 0 2>"$scratch/house.log" &
house=$!
for _ in $(seq 200); do grep -q 'serving http' "$scratch/house.log" && break; sleep 0.1; done
grep -q 'serving http' "$scratch/house.log" || { cat "$scratch/house.log"; exit 1; }
[ "$(readlink "/proc/$(pgrep -P "$house" -f partita-gateway)/exe")" = "$scratch/tree/usr/libexec/partita/partita-gateway" ]
"$installed" status --data "$scratch/data" >/dev/null
kill "$house" && wait "$house"
house=""
"$installed" check --data "$scratch/data"

# The maintainer is whoever builds it, at no host that the world knows.
if command -v lintian >/dev/null; then
  lintian --allow-root --fail-on error \
    --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog "$package"
fi
