"""How many instructions a request costs the gateway and the owner of its slot, against what was recorded.

A real daemon serves a fixed script of requests, seeded, one at a time; its gateway and its one partition run under
callgrind, which counts instructions: nearly the same on a busy machine as on an idle one (the beats of the loops are taken
off, and what depends on the time, as the copying of pages between batches, is asked for several times and the least taken).
Counts are compared only where compiler, libraries and processor are those of the record.

    instructions_test.py            shows the change of each line; exit code 1 beyond the margin, 77 without valgrind
    instructions_test.py --update   records what it finds in counts.json
"""

import argparse
import ctypes.util
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
RECORD = os.path.join(HERE, "counts.json")
MARGIN = 0.05
# On the native socket several requests may come with one wake-up, or each with its own.
MARGIN_OF_NATIVE = 0.12
# An owner that writes also copies pages out of its WAL between batches, as the time allows.
MARGIN_OF_OWNER_THAT_WRITES = 0.25
TIMES = 3  # of which the least counts
PROCESSES = ("gateway", "partitiond")

SOCKET = "{socket}"  # of the daemon, where it stands in the script
# name, how often, what partita-load is to ask; tables are loaded before anything is counted
SCRIPT = [
    ("get 1 KB", 200, ["--mix", "get"]),
    ("put 1 KB", 200, ["--mix", "put"]),
    ("update of one field", 200, ["--mix", "update", "--table", "ycsb", "--fields", "10", "--field-bytes", "100"]),
    ("50/50 on one partition key", 200, ["--mix", "50/50", "--table", "hot", "--keys", "hot"]),
    ("get 50 KB", 30, ["--mix", "get", "--table", "large", "--items", "50", "--item-bytes", "50000"]),
    ("put 50 KB", 30, ["--mix", "put", "--table", "large", "--items", "50", "--item-bytes", "50000"]),
    ("query of 25 items of an index", 40, ["--mix", "query-index", "--table", "indexed", "--indexes", "1"]),
    ("put with an index", 100, ["--mix", "put", "--table", "indexed", "--indexes", "1"]),
    ("scan of 1 to 100 items", 40, ["--mix", "short-scan"]),
    ("batch of 25 puts", 20, ["--mix", "batch-write"]),
    ("get 1 KB, native", 200, ["--mix", "get", "--native", SOCKET]),
    ("put 1 KB, native", 200, ["--mix", "put", "--native", SOCKET]),
    ("transaction of 2 puts", 60, ["--mix", "transact"]),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def circumstances():
    """What must be equal for counts to be comparable."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        flags = set(re.search(r"^flags\s*:(.*)$", file.read(), re.MULTILINE)[1].split()) if platform.machine() == "x86_64" else set()
    sqlite = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
    sqlite.sqlite3_libversion.restype = ctypes.c_char_p
    valgrind = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"compiler": os.environ.get("PARTITA_COMPILER", "").strip(), "libc": " ".join(platform.libc_ver()),
            "sqlite": sqlite.sqlite3_libversion().decode(), "valgrind": valgrind,
            "processor": f"{platform.machine()} {' '.join(sorted(flags & {'avx2', 'avx512f'}))}".strip()}


class Daemon:
    """partita serve with its gateway and its partition under callgrind, counting nothing until told."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = os.path.join(folder, "log")
        self._lay_out(os.path.dirname(os.environ["PARTITA"]))
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([os.path.join(folder, "partita"), "serve", "--data", os.path.join(folder, "data"),
                                             "--port", str(self.port), "--slots", "1", "--ttl-sweep-ms", "3600000"],
                                            stdout=log, stderr=log)
        self._wait()
        self.pids = {name: self._pid("partita-" + name) for name in PROCESSES}
        self.dumps = dict.fromkeys(PROCESSES, 0)

    def _lay_out(self, built):
        """The supervisor looks for its children beside its own file: there it finds these."""
        shutil.copy(os.path.join(built, "partita"), self.folder)
        os.symlink(os.path.join(built, "partita-registryd"), os.path.join(self.folder, "partita-registryd"))
        for name in PROCESSES:
            path = os.path.join(self.folder, f"partita-{name}")
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"#!/bin/sh\nexec valgrind -q --tool=callgrind --instr-atstart=no "
                           f"--callgrind-out-file={self.folder}/{name}.out {built}/partita-{name} \"$@\"\n")
            os.chmod(path, 0o700)

    def _wait(self):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as probe:
                    probe.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    if probe.recv(12).endswith(b"200"):
                        return
            except OSError:
                time.sleep(0.05)
        self.stop()
        with open(self.log, encoding="utf-8", errors="replace") as log:
            sys.exit(f"the daemon does not answer:\n{log.read()}")

    def _pid(self, program):
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
                with open(f"/proc/{entry}/cmdline", encoding="utf-8", errors="replace") as file:
                    words = file.read().split("\0")
            except OSError:
                continue
            if parent == self.process.pid and any(os.path.basename(word) == program for word in words):
                return int(entry)
        sys.exit(f"there is no {program}")

    def control(self, *words):
        for pid in self.pids.values():
            subprocess.run(["callgrind_control", *words, str(pid)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def counts(self):
        """Instructions since they were last counted or set to zero, per process."""
        self.control("--dump")
        found = {}
        for name in PROCESSES:
            self.dumps[name] += 1
            with open(f"{self.folder}/{name}.out.{self.dumps[name]}", encoding="utf-8", errors="replace") as file:
                found[name] = int(re.search(r"^summary: (\d+)", file.read(), re.MULTILINE)[1])
        return found

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def load(daemon, *arguments):
    done = subprocess.run([os.environ["PARTITA_LOAD"], "--endpoint", daemon.endpoint, "--connections", "1", *arguments],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"partita-load {' '.join(arguments)}\n{done.stdout}{done.stderr}")


def options_of(daemon, words):
    """The script's words, with the daemon's socket, and with a number of items where they have none."""
    words = [os.path.join(daemon.folder, "data", "partita.sock") if word == SOCKET else word for word in words]
    return words if "--items" in words else [*words, "--items", "300"]


def measure(daemon):
    """Name of the line → process → instructions for one request."""
    for _, _, words in SCRIPT:
        load(daemon, *options_of(daemon, words), "--load-only")
    daemon.control("--instr=on")
    idle = idle_per_second(daemon)
    found = {}
    for name, times, words in SCRIPT:
        load(daemon, *options_of(daemon, words), "--no-load", "--operations", "10", "--seed", "2")  # whatever happens only once
        runs = [one_run(daemon, times, words, idle) for _ in range(TIMES if depends_on_time(name) else 1)]
        found[name] = {process: min(run[process] for run in runs) for process in PROCESSES}
    return found


def one_run(daemon, times, words, idle):
    """Process → instructions for one request."""
    daemon.control("--zero")
    begin = time.monotonic()
    load(daemon, *options_of(daemon, words), "--no-load", "--operations", str(times), "--seed", "3")
    seconds, counts = time.monotonic() - begin, daemon.counts()
    return {process: round((count - idle[process] * seconds) / times) for process, count in counts.items()}


def reads(line):
    return line.split()[0] in ("get", "query", "scan")


def depends_on_time(line):
    return "native" in line or not reads(line)


def idle_per_second(daemon):
    """What the beats of the loops cost: on a busy machine a line takes longer, and more of them are in it."""
    seconds = 2
    daemon.control("--zero")
    time.sleep(seconds)
    return {process: count / seconds for process, count in daemon.counts().items()}


def margin_of(line, process):
    if process != "gateway" and not reads(line):
        return MARGIN_OF_OWNER_THAT_WRITES
    return MARGIN_OF_NATIVE if "native" in line else MARGIN


def compare(found, record):
    """Prints each line; those whose change is beyond the margin."""
    beyond = []
    print(f"{'instructions for one request':<34} {'process':<12} {'recorded':>10} {'now':>10} {'change':>8}")
    for name, counts in found.items():
        for process, count in counts.items():
            before = record.get("lines", {}).get(name, {}).get(process)
            change = count / before - 1 if before else None
            shown = "new" if change is None else f"{change:+.1%}"
            print(f"{name:<34} {process:<12} {before or '–':>10} {count:>10} {shown:>8}")
            if change is not None and abs(change) > margin_of(name, process):
                beyond.append(f"{name}, {process}: {shown}")
    return beyond


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="record what is found")
    update = parser.parse_args().update
    if not shutil.which("valgrind") or not shutil.which("callgrind_control"):
        print("valgrind is not installed")
        return 77
    here = circumstances()
    with tempfile.TemporaryDirectory(prefix="partita-instructions-") as folder:
        daemon = Daemon(folder)
        try:
            found = measure(daemon)
        finally:
            daemon.stop()
    try:
        with open(RECORD, encoding="utf-8") as file:
            record = json.load(file)
    except FileNotFoundError:
        record = {}
    beyond = compare(found, record)
    if update:
        with open(RECORD, "w", encoding="utf-8") as file:
            json.dump({"circumstances": here, "lines": found}, file, indent=1)
            file.write("\n")
        return 0
    different = [f"{key}: {value} instead of {record.get('circumstances', {}).get(key)}"
                 for key, value in here.items() if value != record.get("circumstances", {}).get(key)]
    if different:
        print("not comparable with the record:", *different, sep="\n  ")
        return 0
    if beyond:
        print("beyond the margin (if that is wanted: ninja -C build/release update_instructions):", *beyond, sep="\n  ")
    return 1 if beyond else 0


sys.exit(main())
