"""What kind of machine this is, and how fast its disk syncs."""

import os
import platform
import subprocess
import time


def _first(path, prefix):
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith(prefix):
                    return line.split(":", 1)[-1].split("=", 1)[-1].strip().strip('"')
    except OSError:
        pass
    return None


def file_system(directory):
    """The type of the file system under `directory`: the longest mount point that is a prefix of it."""
    path, best, kind = os.path.realpath(directory) + "/", "", None
    with open("/proc/mounts", encoding="utf-8") as mounts:
        for line in mounts:
            _, point, name = line.split()[:3]
            if path.startswith(point.rstrip("/") + "/") and len(point) >= len(best):
                best, kind = point, name
    return kind


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def fdatasync_us(directory, times=400):
    """Microseconds of 4 KiB written and synced: appended to a file, and in place in one that stays as it is."""
    path = os.path.join(directory, f"sync-{os.getpid()}")
    block = os.urandom(4096)
    figures = {}
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for name in ("append", "overwrite"):
            spent = []
            for i in range(times):
                begin = time.perf_counter_ns()
                os.pwrite(fd, block, i * 4096)
                os.fdatasync(fd)
                spent.append((time.perf_counter_ns() - begin) / 1000)
            figures[f"{name}_p50"] = round(percentile(spent, 0.5), 1)
            figures[f"{name}_p99"] = round(percentile(spent, 0.99), 1)
    finally:
        os.close(fd)
        os.unlink(path)
    return figures


def describe(directory):
    """The `machine` of results.json; `directory` is where the servers keep their data."""
    memory = _first("/proc/meminfo", "MemTotal")
    return {
        "cpu": _first("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": int(memory.split()[0]) * 1024 if memory else None,
        "kernel": platform.release(),
        "system": _first("/etc/os-release", "PRETTY_NAME"),
        "file_system": file_system(directory),
        "load_average": round(os.getloadavg()[0], 2),
        "fdatasync_us": fdatasync_us(directory),
    }


def one_line(machine):
    memory = f"{machine['memory_bytes'] / 2**30:.0f} GB" if machine["memory_bytes"] else "memory unknown"
    return f"{machine['cpu']}, {machine['cores']} cores, {memory}"


def output_of(command):
    """The first line a command prints, or None."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return None
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0].strip() if done.returncode == 0 and lines else None
