"""What the machine can do: measured in the same run, so that every figure is also a fraction of it."""

import json
import statistics
import subprocess
import tempfile

from .servers import HttpCeiling
from .tools import Failure, say


def throughput_of(tools, server, connections, seconds):
    """Operations a second and server CPU of GetItem-like requests against a server that stores nothing."""
    before = server.cpu_seconds()
    (entry,), _ = tools.json_of("partita-load", "--endpoint", server.endpoint, "--no-load", "--json", "--mix", "get",
                                "--connections", connections, "--seconds", seconds, "--warmup-seconds", min(0.3, seconds / 3))
    if entry["errors"]:
        raise Failure(f"{server.name}: {entry['first_error']}")
    return entry["throughput"], (server.cpu_seconds() - before) * 1e6 / entry["answers"]


def http_ceiling(tools, run, parent, connections, seconds, rounds=3):
    """GetItem against a server that parses the request and has one answer for all."""
    server = HttpCeiling(tools)
    server.start(parent)
    try:
        for number in connections:
            say(f"limits: HTTP ceiling, {number} connections")
            figures = [throughput_of(tools, server, number, seconds) for _ in range(rounds)]
            rates = [rate for rate, _ in figures]
            run.add_limit(name="http_ceiling", unit="operations/s", value=round(statistics.median(rates), 1),
                          min=round(min(rates), 1), max=round(max(rates), 1), connections=number,
                          cpu_us_per_operation=round(statistics.median(cpu for _, cpu in figures), 2),
                          conditions=f"fixed 1.1 KB answer over HTTP, {number} connections")
    finally:
        server.stop()


def sqlite_alone(tools, run, parent, batches, rows=10_000, value_bytes=1024, seconds=1.0, rounds=3):
    """Upserts of as many rows a transaction as `batches` says, by one process that does nothing else."""
    with tempfile.TemporaryDirectory(prefix="bench-sqlite-", dir=parent) as folder:
        for batch in batches:
            say(f"limits: SQLite alone, {batch} rows a transaction, {rows} rows")
            figures = [tools.json_of("sqlite-alone", folder, "--rows", rows, "--batch", batch, "--value-bytes", value_bytes,
                                     "--seconds", seconds)[0] for _ in range(rounds)]
            add_sqlite_limits(run, figures, batch, rows, value_bytes, with_reads=batch == batches[-1])


def add_sqlite_limits(run, figures, batch, rows, value_bytes, with_reads):
    for name, field in (("sqlite_upserts", "upserts_per_second"), ("sqlite_reads", "reads_per_second")):
        if name == "sqlite_reads" and not with_reads:
            continue
        values = [figure[field] for figure in figures]
        conditions = f"one process, {rows} rows of {value_bytes} bytes, synchronous=FULL"
        if name == "sqlite_upserts":
            conditions += f", {batch} rows a transaction"
        run.add_limit(name=name, unit="operations/s", value=round(statistics.median(values), 1), min=round(min(values), 1),
                      max=round(max(values), 1), conditions=conditions, rows=rows,
                      **({"batch": batch} if name == "sqlite_upserts" else {}))


def ring_alone(tools, run):
    """1 KB there and back between two threads over shm/: alone and 32 at a time, sleeping on the doorbell."""
    say("limits: ring")
    done = subprocess.run(tools.command("shm_bench", "--benchmark_filter=RoundTrip", "--benchmark_format=json",
                                        "--benchmark_min_time=0.2"), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return
    for row in json.loads(done.stdout)["benchmarks"]:
        rate = round(row["items_per_second"], 1)
        depth, sleeps = (part.split(":")[1] for part in row["name"].split("/")[1:3])
        how = "sleeping between messages" if sleeps == "1" else "spinning"
        run.add_limit(name="ring_round_trips", unit="round trips/s", value=rate, min=rate, max=rate,
                      conditions=f"1 KB there and back, {depth} at a time, {how}", depth=int(depth), sleeps=sleeps == "1")


def disk(run):
    """The syncs that machine.describe() has measured, as a rate."""
    sync = run.document["machine"]["fdatasync_us"]
    run.add_limit(name="fdatasync", unit="syncs/s", value=round(1e6 / sync["overwrite_p50"], 1),
                  min=round(1e6 / sync["overwrite_p99"], 1), max=round(1e6 / sync["overwrite_p50"], 1),
                  conditions="4 KiB in place, then fdatasync; the median, and the 99th percentile as the least")


def all_of(tools, run, parent, seconds, batches=(1, 8, 32)):
    """Every limit of what was run that can be measured with the programs that are there."""
    disk(run)
    connections = sorted({result["connections"] for result in run.results})
    rows = statistics.mode(result["records"] for result in run.results)
    for what, measure in (("http-ceiling", lambda: http_ceiling(tools, run, parent, connections, seconds)),
                          ("sqlite-alone", lambda: sqlite_alone(tools, run, parent, batches, rows, seconds=seconds)),
                          ("shm_bench", lambda: ring_alone(tools, run))):
        try:
            measure()
        except Failure as failure:
            say(f"limits: {what}: {failure}")


