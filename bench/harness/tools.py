"""Where the programs are, how commands are run, and what is said while they run."""

import json
import os
import shutil
import subprocess
import sys

from . import machine

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCE = os.path.dirname(BENCH)


class Failure(Exception):
    """Something without which a benchmark cannot be; its text is for people."""


def say(text):
    """A line of progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", file=sys.stderr, flush=True)


def folder_of_programs(given):
    """The folder that holds partita and partita-load: given, in the environment, built here, or installed beside us."""
    candidates = [given, os.environ.get("PARTITA_BIN"), os.path.join(SOURCE, "build", "release", "bin"),
                  os.path.join(os.path.dirname(SOURCE), "bin"), os.path.join(os.path.dirname(os.path.dirname(SOURCE)), "bin")]
    for folder in candidates:
        if folder and os.path.exists(os.path.join(folder, "partita-load")):
            return os.path.abspath(folder)
    raise Failure("no partita-load: build it (cmake --preset release && ninja -C build/release), or name its folder with --bin")


class Tools:
    """The programs of one build, run with what --realtime asks for before them."""

    def __init__(self, options):
        self.bin = folder_of_programs(options.bin)
        self.before = ["chrt", "-r", "1"] if options.realtime else []

    def path(self, program):
        found = os.path.join(self.bin, program)
        if not os.path.exists(found):
            raise Failure(f"{found} is not there: build it with ninja -C build/release {program}")
        return found

    def command(self, program, *arguments):
        return [*self.before, self.path(program), *map(str, arguments)]

    def json_of(self, program, *arguments):
        """What the program prints, read as JSON, and its exit code. Its standard error is ours."""
        done = subprocess.run(self.command(program, *arguments), stdout=subprocess.PIPE, text=True, check=False)
        try:
            return json.loads(done.stdout), done.returncode
        except json.JSONDecodeError:
            raise Failure(f"{program} ended with {done.returncode} and no result") from None

    def versions(self):
        described = None
        if os.path.exists(os.path.join(SOURCE, ".git")) and shutil.which("git"):
            described = machine.output_of(["git", "-C", SOURCE, "describe", "--always", "--dirty", "--tags"])
        versions = {"partita": described or machine.output_of([self.path("partita"), "--version"]),
                    "libuv": machine.output_of([self.path("partita-load"), "--version"]),
                    "sqlite": None, "compiler": self._compiler()}
        if os.path.exists(os.path.join(self.bin, "sqlite-alone")):
            versions["sqlite"] = machine.output_of([self.path("sqlite-alone"), "--version"])
        return versions

    def _compiler(self):
        try:
            with open(os.path.join(os.path.dirname(self.bin), "CMakeCache.txt"), encoding="utf-8") as cache:
                for line in cache:
                    if line.startswith("CMAKE_CXX_COMPILER:"):
                        return machine.output_of([line.split("=", 1)[1].strip(), "--version"])
        except OSError:
            pass
        return None
