#!/usr/bin/env bash
# The Debian package under a real systemd: a minimal Debian 12 is made by debootstrap, booted by
# systemd-nspawn, and the package is installed, started, killed, restarted and upgraded under a
# client that is never refused, removed and purged.
#
#   cmake --build build/release && (cd build/release && cpack -G DEB)
#   sudo systemd/test-package.sh build/release/partita_0.1.0_amd64.deb [folder for the tree]
#
# Needs root and the packages debootstrap and systemd-container; the first run downloads some 100 MB
# and takes minutes, later ones use the tree again (given the same folder). Nothing is left running.
set -euo pipefail

package=$(realpath "$1")
work=${2:-$(mktemp -d /tmp/partita-package-XXXXXX)}
mkdir -p "$work"
base=$work/base root=$work/root log=$work/boot.log
container=""

fail() { echo "FAILED: $*" >&2; [ -z "$container" ] || inside journalctl --no-pager -n 40 >&2 || true; exit 1; }
step() { echo "== $*"; }

# A command in the booted container; it has the container's /proc, network and units.
inside() { nsenter -t "$container" -m -u -i -n -p -C -- /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  DEBIAN_FRONTEND=noninteractive "$@"; }
wait_for() { # seconds, command…
  local deadline=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $deadline ] || return 1; sleep 0.2; done
}

make_tree() {
  local needs
  needs=$(dpkg-deb -f "$package" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g')
  if [ ! -e "$base/.needs" ]; then
    step "debootstrap into $base"
    rm -rf "$base"
    debootstrap --variant=minbase \
      --include=systemd,systemd-sysv,dbus,init-system-helpers,curl,python3,iproute2,procps bookworm "$base" >"$work/debootstrap.log"
  fi
  if [ "$(cat "$base/.needs" 2>/dev/null)" != "$needs" ]; then
    # What the package depends on comes from the archive now, so that the boot needs no network.
    chroot "$base" apt-get install -y -qq --no-install-recommends $needs >>"$work/debootstrap.log" 2>&1
    echo "$needs" >"$base/.needs"
  fi
  rm -rf "$root"
  cp -a --reflink=auto "$base" "$root"
  rm -f "$root/etc/machine-id" && touch "$root/etc/machine-id"
  cp "$package" "$root/partita.deb"
}

# The same package as a later version, with a newer file of options and binaries of today's date.
make_upgrade() {
  local tree=$work/upgrade
  rm -rf "$tree" && dpkg-deb -R "$package" "$tree"
  sed -i 's/^Version: .*/&+upgrade/' "$tree/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$tree" "$root/upgrade.deb" >/dev/null
}

boot() {
  step "boot"
  # The host may run no systemd and still have the old cgroup hierarchy: neither is needed.
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --boot --directory="$root" --register=no --keep-unit \
    --private-network --link-journal=no --console=pipe >"$log" 2>&1 </dev/null &
  nspawn=$!
  trap shut_down EXIT
  for _ in $(seq 300); do
    container=$(pgrep -P "$nspawn" -x systemd | head -n 1 || pgrep -P "$nspawn" | head -n 1 || true)
    [ -z "$container" ] || break
    sleep 0.1
  done
  [ -n "$container" ] || { cat "$log"; fail "nothing was booted"; }
  wait_for 60 booted || { cat "$log"; fail "systemd does not come up"; }
  inside systemctl --version | head -n 1
}
booted() { local state; state=$(inside systemctl is-system-running); [ "$state" = running ] || [ "$state" = degraded ]; }

shut_down() {
  [ -z "$container" ] || inside systemctl poweroff >/dev/null 2>&1 || true
  for _ in $(seq 100); do kill -0 "$nspawn" 2>/dev/null || break; sleep 0.1; done
  kill "$nspawn" 2>/dev/null || true
}

call() { # operation, body
  inside curl -sS --max-time 60 http://127.0.0.1:8000/ -H "X-Amz-Target: DynamoDB_20120810.$1" \
    -H "Content-Type: application/x-amz-json-1.0" -d "$2" \
    -H "Authorization: AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request"
}

answers() { # part of the answer, operation, body
  local said; said=$(call "$2" "$3") && [[ $said == *"$1"* ]]
}

# A client that writes item after item, each over a new connection, until /client.stop appears.
write_client() {
  cat >"$root/client.py" <<'PY'
import http.client, json, os
done, refused, interrupted, number = [], 0, 0, 0
while not os.path.exists("/client.stop"):
    number += 1
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=120)
    try:
        connection.request("POST", "/", json.dumps({"TableName": "things", "Item": {"k": {"S": str(number)}}}),
            {"X-Amz-Target": "DynamoDB_20120810.PutItem", "Content-Type": "application/x-amz-json-1.0",
             "Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request"})
        if connection.getresponse().status == 200:
            done.append(number)
    except ConnectionRefusedError:
        refused += 1
    except Exception:
        interrupted += 1
    finally:
        connection.close()
    if number % 50 == 0:
        open("/client.count", "w").write(str(len(done)))
open("/client.done", "w").write(" ".join(map(str, done)))
print(f"{len(done)} acknowledged, {interrupted} interrupted, {refused} refused")
PY
}
progress_beyond() { [ "$(cat "$root/client.count" 2>/dev/null || echo 0)" -gt "$1" ]; }
await_progress() {
  local now; now=$(cat "$root/client.count" 2>/dev/null || echo 0)
  wait_for 60 progress_beyond "$((now + 50))" || fail "the client does not get on"
}
main_pid() { inside systemctl show -P MainPID partita.service; }
active() { inside systemctl is-active --quiet "$1"; }
started_anew() { [ "$(main_pid)" != "$1" ] && [ "$(main_pid)" != 0 ] && active partita.service; }

make_tree
make_upgrade
write_client
boot

step "install"
inside dpkg -i /partita.deb | tail -n 3
active partita.socket || fail "the socket is not listening after the installation"
wait_for 60 active partita.service || fail "the service is not active after the installation"
[ "$(inside stat -c '%U %a' /var/lib/partita)" = "partita 700" ] || fail "the data directory is not partita's alone"
[ "$(inside ps -C partita-gateway -o user=)" = partita ] || fail "the gateway does not run as partita"
inside systemctl is-enabled partita.socket partita-native.socket partita.service
inside systemd-analyze verify --man=no partita.service partita.socket partita-native.socket 2>&1 | grep -i partita && fail "systemd-analyze verify complains"
inside systemd-analyze security partita.service | tail -n 1
inside journalctl -u partita --no-pager -p warning -q | grep -v 'no authentication' && fail "warnings at the first start"

step "serve"
answers CREATING CreateTable '{"TableName":"things","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}' ||
  fail "CreateTable"
wait_for 30 answers '"ACTIVE"' DescribeTable '{"TableName":"things"}' || fail "the table does not become ACTIVE"
inside partita status --data /var/lib/partita >/dev/null || fail "partita status"

step "the native socket: root may, a stranger may not until he is of the group"
put_natively() { inside "${@:2}" partita put --socket /run/partita/partita.sock things "{\"k\":{\"S\":\"$1\"}}"; }
put_natively native || fail "root cannot write natively"
inside partita get --data /var/lib/partita things '{"k":{"S":"native"}}' | grep -q native ||
  fail "the socket is not found beside the data"
inside useradd --system stranger
put_natively stranger runuser -u stranger -- 2>&1 && fail "a stranger may write"
inside usermod -a -G partita stranger
put_natively stranger runuser -u stranger -- 2>"$work/stranger.log" && fail "the group is let in without being named"
cat "$work/stranger.log"
grep -q 'native-allow-group' "$work/stranger.log" || fail "the refusal does not say what to do"
inside sh -c 'echo "PARTITA_OPTIONS=\"--native-allow-group partita\"" >/etc/default/partita'
before=$(main_pid)
inside systemctl restart partita
put_natively stranger runuser -u stranger -- || fail "the named group may not write"

inside python3 /client.py >"$work/client.log" 2>&1 &
client=$!
await_progress

step "kill a partition: the supervisor replaces it"
before=$(main_pid)
inside pkill -9 -fx '[^ ]*/partita-partitiond --slot 0 .*' ||
  fail "there is no partition 0"
await_progress
[ "$(main_pid)" = "$before" ] || fail "the supervisor should have stayed"

step "kill the supervisor: systemd starts it again"
inside kill -9 "$before"
wait_for 60 started_anew "$before" || fail "the service does not come back"
await_progress

step "systemctl restart"
before=$(main_pid)
inside systemctl restart partita
[ "$(main_pid)" != "$before" ] || fail "it is the same process"
await_progress

step "a hung supervisor: the watchdog ends it"
before=$(main_pid)
inside kill -STOP "$before"
wait_for 120 started_anew "$before" || fail "the watchdog does not act"
inside journalctl -u partita --no-pager -q --grep=watchdog || fail "no word of the watchdog"
await_progress

step "upgrade"
inside sh -c 'echo "PARTITA_OPTIONS=\"--log-level debug\"" >>/etc/default/partita'
before=$(main_pid)
inside dpkg -i /upgrade.deb | tail -n 2
wait_for 60 started_anew "$before" || fail "the service was not restarted by the upgrade"
inside grep -q 'log-level debug' /etc/default/partita || fail "the administrator's options are gone"
[[ $(inside sh -c "tr '\0' ' ' </proc/$(main_pid)/cmdline") == *'--log-level debug'* ]] || fail "the options have no effect"
await_progress

step "the client's account"
touch "$root/client.stop"
wait "$client"
cat "$work/client.log"
grep -q ' 0 refused' "$work/client.log" || fail "a client was refused"
count=$(wc -w <"$root/client.done")
have=$(call Scan '{"TableName":"things","Select":"COUNT"}' | sed 's/.*"Count":\([0-9]*\).*/\1/')
[ "$have" -ge "$count" ] || fail "$count were acknowledged, $have are there"

step "socket activation: stopped, and started by a request"
inside systemctl stop partita.service
active partita.service && fail "it is not stopped"
answers things ListTables '{}' || fail "the first request does not start the service"
active partita.service || fail "the service is not active"
inside systemctl stop partita.service
put_natively activated || fail "a native client does not start the service"
active partita.service || fail "the service is not active"

step "check the files of the stopped house"
inside systemctl stop partita.socket partita-native.socket partita.service
inside runuser -u partita -- partita check --data /var/lib/partita || fail "partita check"
inside systemctl start partita.socket partita-native.socket partita.service

step "remove: the data stays"
inside dpkg -r partita | tail -n 2
active partita.service && fail "it still runs"
active partita.socket && fail "it still listens"
[ -e "$root/var/lib/partita/partita.json" ] || fail "the data is gone"
[ -e "$root/etc/default/partita" ] || fail "the options are gone"
[ ! -e "$root/usr/bin/partita" ] || fail "the program is still there"

step "install again: the data is served"
inside dpkg -i /partita.deb 2>&1 | tail -n 1
wait_for 60 active partita.service || fail "not active after the second installation"
answers things ListTables '{}' || fail "the table is gone"

step "purge: said, not deleted"
inside dpkg -P partita 2>&1 | tee "$work/purge.log" | tail -n 3
grep -q '/var/lib/partita' "$work/purge.log" || fail "nothing is said of the data"
[ -e "$root/var/lib/partita/partita.json" ] || fail "the data is gone"
[ ! -e "$root/etc/default/partita" ] || fail "the options are still there"
[[ $(inside systemctl list-unit-files 'partita*') != *$'\n'partita* ]] || fail "units are left"
inside find /etc/systemd /var/lib/systemd -name 'partita*' | grep . && fail "left-overs of systemd"

echo "passed"
