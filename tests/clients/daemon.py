"""A Partita of one's own: started on a free port with data in a temporary directory, gone at the end."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

PARTITA = os.environ["PARTITA"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    def __init__(self, *options, data=None, port=None):
        self.options = list(options)
        self.own_data = data is None
        self.data = data or tempfile.mkdtemp(prefix="partita-test-")
        os.chmod(self.data, 0o700)
        self.port = port or free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log_path = os.path.join(tempfile.gettempdir(), f"partita-test-{os.getpid()}-{self.port}.log")
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        if self.own_data:
            shutil.rmtree(self.data, ignore_errors=True)
        if os.path.exists(self.log_path):
            os.unlink(self.log_path)

    def start(self):
        command = [PARTITA, "serve", "--port", str(self.port), "--data", self.data, *self.options]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stderr=log, stdout=log)
        self.wait_ready()

    def wait_ready(self, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"partita ended with {self.process.returncode}:\n{self.log()}")
            try:
                with urllib.request.urlopen(self.endpoint + "/", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"partita was not ready after {seconds} s:\n{self.log()}")

    def stop(self, seconds=20):
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise RuntimeError(f"partita did not stop within {seconds} s:\n{self.log()}") from None

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def processes(self):
        """What `partita status` says of every child: a list of dictionaries with "role" added."""
        output = subprocess.run([PARTITA, "status", "--data", self.data, "--json", "--sample", "0"], check=False, capture_output=True)
        status = json.loads(output.stdout)
        return [dict(process, role=role) for role, group in (
            ("registry", [status["registry"]]), ("partition", status["slots"]), ("gateway", status["gateways"]))
            for process in group]

    def pids(self, program):
        """The living processes of this daemon that run `program`, in the order of their start."""
        found = []
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    name = os.path.basename(file.read().split(b"\0")[0].decode())
            except OSError:
                continue
            if int(fields[1]) == self.process.pid and name == program and fields[0] != "Z":
                found.append((int(fields[19]), int(entry)))
        return [pid for _, pid in sorted(found)]
