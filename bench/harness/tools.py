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


def folders_of_programs(given):
    """Where programs may stand: in the folder given, where the environment says, built here, or installed around us."""
    folders = [given] if given else [os.environ.get("PARTITA_BIN"), os.path.join(SOURCE, "build", "release", "bin"),
                                     SOURCE, os.path.join(SOURCE, "..", "..", "bin")]
    return [os.path.abspath(folder) for folder in folders if folder]


class Tools:
    """The programs of one build, run with what --realtime asks for before them."""

    def __init__(self, options):
        self.folders = folders_of_programs(options.bin)
        self.before = ["chrt", "-r", "1"] if options.realtime else []
        self.bin = os.path.dirname(self.path("partita-load"))

    def has(self, program):
        return any(os.path.exists(os.path.join(folder, program)) for folder in self.folders)

    def path(self, program):
        for folder in self.folders:
            if os.path.exists(os.path.join(folder, program)):
                return os.path.join(folder, program)
        raise Failure(f"there is no {program}: build it (cmake --preset release && ninja -C build/release), "
                      "or name its folder with --bin")

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
        if self.has("sqlite-alone"):
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
