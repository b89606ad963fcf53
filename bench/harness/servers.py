"""Servers that are measured: Partita, its peers, the fixed answer, and any endpoint that is there already.

Each is started on a free loopback port with data of its own and is gone at the end. A server's processes are its first
one and all that descend from it; their CPU time and memory are its own.
"""

import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from . import machine
from .tools import Failure, say

TICKS = os.sysconf("SC_CLK_TCK")
NATIVE_SOCKET = "partita.sock"  # in the data directory
PEER_PACKAGES = {"dynoxide": f"@dynoxide/linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}@1.2.1",
                 "dynalite": "dynalite@4.0.0"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _stat(pid):
    """(parent, CPU ticks) of a process, or None when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[1]), int(fields[11]) + int(fields[12])


def family(pid):
    """`pid` and its living descendants."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (stat := _stat(entry)):
            parents.setdefault(stat[0], []).append(int(entry))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += parents.get(one, [])
    return found


def pss_bytes(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Server:
    """One server under test. Subclasses say how it is started and what it promises."""

    durability = "unknown"

    def __init__(self, name, endpoint=None):
        self.name = name
        self.port = None
        self.endpoint = endpoint
        self.process = None
        self.folder = None
        self.start_ms = None
        self.idle_pss = None
        self.command = None
        self.loaded = set()  # tables

    def version(self):
        return None

    def make_command(self):
        return None

    def start(self, parent):
        """Starts it with data in a new folder below `parent` and waits for its first answer."""
        self.folder = tempfile.mkdtemp(prefix=f"bench-{self.name}-", dir=parent)
        self.restart()
        time.sleep(0.3)
        self.idle_pss = self.pss()

    def restart(self):
        self.port = self.port or free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.command = self.make_command()
        say(f"{self.name}: starting")
        begin = time.monotonic()
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        self._wait(begin + 20)
        self.start_ms = round((time.monotonic() - begin) * 1000, 1)

    def _wait(self, deadline):
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    pass
                with urllib.request.urlopen(self.endpoint + "/", timeout=2):
                    return
            except urllib.error.HTTPError:
                return  # an answer is an answer
            except (OSError, ValueError):
                time.sleep(0.001)
        raise Failure(f"{self.name} does not answer:\n{self.log()}")

    def stop(self, keep=False):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        if self.folder and not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        if not self.folder:
            return ""
        try:
            with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as file:
                return file.read()[-2000:]
        except OSError:
            return ""

    def address(self, transport):
        """What partita-load must be told."""
        if transport != "http":
            raise Failure(f"{self.name} speaks HTTP only")
        return ["--endpoint", self.endpoint]

    def cpu_seconds(self):
        if not self.process:
            return None
        stats = [_stat(pid) for pid in family(self.process.pid)]
        return sum(stat[1] for stat in stats if stat) / TICKS

    def pss(self):
        return sum(pss_bytes(pid) for pid in family(self.process.pid)) if self.process else None

    def metrics(self):
        """GET /metrics, or None where there is no such page."""
        try:
            with urllib.request.urlopen(self.endpoint + "/metrics", timeout=5) as answer:
                text = answer.read().decode(errors="replace")
                return text if answer.status == 200 and "# TYPE" in text else None
        except (OSError, ValueError):
            return None

    def describe(self):
        return {"name": self.name, "version": self.version(), "durability": self.durability,
                "command": self.command, "endpoint": self.endpoint, "start_ms": self.start_ms,
                "idle_pss_bytes": self.idle_pss}


class Partita(Server):
    def __init__(self, tools, options, name="partita", extra=()):
        super().__init__(name)
        self.tools, self.slots, self.relaxed, self.extra = tools, options.slots, options.relaxed, list(extra)
        self.durability = ("relaxed: a power failure may lose the last acknowledged writes" if self.relaxed else
                           "every acknowledged write is synced: WAL, synchronous=FULL, one sync for each batch of writes")
        self.described = None

    def version(self):
        self.described = self.described or self.tools.versions()["partita"]
        return self.described

    def data(self):
        return os.path.join(self.folder, "data")

    def make_command(self):
        command = self.tools.command("partita", "serve", "--data", self.data(), "--port", self.port, *self.extra)
        if self.slots:
            command += ["--slots", str(self.slots)]
        if self.relaxed:
            command += ["--durability", "relaxed"]
        return command

    def address(self, transport):
        if transport == "http":
            return super().address(transport)
        socket_path = os.path.join(self.data(), NATIVE_SOCKET)
        if not os.path.exists(socket_path):
            raise Failure(f"there is no {NATIVE_SOCKET} in the data directory")
        return ["--native", socket_path, *(["--sockets"] if transport == "native-sockets" else [])]

    def status(self):
        done = subprocess.run([self.tools.path("partita"), "status", "--data", self.data(), "--json", "--sample", "0"],
                              capture_output=True, text=True, check=False)
        return json.loads(done.stdout)


class HttpCeiling(Server):
    """bench/http_ceiling: every request is parsed and answered with the same 1.1 KB."""

    durability = "none: it stores nothing"

    def __init__(self, tools):
        super().__init__("http-ceiling")
        self.tools = tools

    def make_command(self):
        return self.tools.command("http-ceiling", self.port)


class Endpoint(Server):
    """Somebody's server, which stays as it is: no CPU time, no memory, only what its clients see."""

    def __init__(self, name, url):
        super().__init__(name, url.rstrip("/"))

    def start(self, parent):
        pass

    def stop(self, keep=False):
        pass


def peer_folder(options):
    """A folder with the peers' npm packages, installed there the first time."""
    folder = options.peer_cache or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "partita-bench")
    modules = os.path.join(folder, "node_modules")
    packages = [package for package in PEER_PACKAGES.values()
                if not os.path.exists(os.path.join(modules, package.rsplit("@", 1)[0]))]
    if packages:
        if not shutil.which("npm"):
            raise Failure("the peers come from npm, which is not installed")
        os.makedirs(folder, exist_ok=True)
        say(f"installing {' '.join(packages)} in {folder}")
        done = subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *packages],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Failure(f"npm could not install the peers:\n{done.stderr[-1000:]}")
    return modules


class Dynoxide(Server):
    def __init__(self, tools, modules, memory):
        super().__init__("dynoxide-memory" if memory else "dynoxide")
        self.tools, self.memory = tools, memory
        self.program = os.path.join(modules, PEER_PACKAGES["dynoxide"].rsplit("@", 1)[0], "dynoxide")
        self.durability = "none: in memory" if memory else "SQLite on disk, one sync for each put"

    def version(self):
        return machine.output_of([self.program, "--version"])

    def make_command(self):
        place = [] if self.memory else ["--db-path", os.path.join(self.folder, "data.db")]
        return [*self.tools.before, self.program, "--port", str(self.port), *place]


class Dynalite(Server):
    def __init__(self, tools, modules, memory):
        super().__init__("dynalite" if memory else "dynalite-disk")
        self.tools, self.memory = tools, memory
        self.package = os.path.join(modules, "dynalite")
        self.durability = "none: in memory" if memory else "LevelDB on disk, writes are not synced"

    def version(self):
        with open(os.path.join(self.package, "package.json"), encoding="utf-8") as file:
            return "dynalite " + json.load(file)["version"]

    def make_command(self):
        place = [] if self.memory else ["--path", os.path.join(self.folder, "data")]
        return [*self.tools.before, "node", os.path.join(self.package, "cli.js"), "--port", str(self.port),
                "--host", "127.0.0.1", "--createTableMs", "0", *place]


PEERS = {
    "dynoxide": lambda tools, modules: Dynoxide(tools, modules, memory=False),
    "dynoxide-memory": lambda tools, modules: Dynoxide(tools, modules, memory=True),
    "dynalite": lambda tools, modules: Dynalite(tools, modules, memory=True),
    "dynalite-disk": lambda tools, modules: Dynalite(tools, modules, memory=False),
}


def make_peer(text, tools, options):
    """"dynoxide", … or "name=http://127.0.0.1:8001"."""
    name, _, url = text.partition("=")
    if url:
        return Endpoint(name, url)
    if name not in PEERS:
        raise Failure(f"peer '{name}' is none of {', '.join(PEERS)}, and no NAME=URL")
    return PEERS[name](tools, peer_folder(options))
