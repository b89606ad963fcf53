"""The ratios that must be reached, each measured in turns within seconds of what it is a ratio to.

Every part is a function of a Bench: it measures, and adds checks. A part that fails says why in its checks' note and
leaves the others alone.
"""

import re
import statistics
import subprocess
import tempfile
import time

from . import limits, machine, servers, work
from .results import spread
from .tools import Failure, say


class Bench:
    """One run with its tools, its options and the servers that parts share."""

    def __init__(self, tools, run, options):
        self.tools, self.run, self.options = tools, run, options
        self.parent, self.rounds, self.seconds = options.data_parent, options.rounds, options.seconds
        self.warmup = min(0.3, self.seconds / 3)
        self.servers = {}

    def work(self, name, connections, **more):
        settings = {"records": self.options.records, "seconds": self.seconds, "warmup": self.warmup, **more}
        return work.Work(name, connections, **settings)

    def server(self, name, make):
        """Started at its first use; running until the end."""
        if name not in self.servers:
            server = make()
            server.start(self.parent)
            self.servers[name] = server
            self.run.add_server(server)
        return self.servers[name]

    def partita(self):
        return self.server("partita", lambda: servers.Partita(self.tools, self.options))

    def dynoxide(self):
        return self.server("dynoxide", lambda: servers.make_peer("dynoxide", self.tools, self.options))

    def ceiling(self):
        return self.server("http-ceiling", lambda: servers.HttpCeiling(self.tools))

    def measure(self, server, one, round_number, needs_items=True):
        entry = work.measure(self.tools, self.run, server, one, round_number, needs_items)
        if entry["errors"]:
            raise Failure(f"{server.name}, {one.name}: {entry['errors']} errors, the first: {entry['first_error']}")
        if not entry["operations"]:
            raise Failure(f"{server.name}, {one.name}: nothing was answered within {entry['seconds']:.1f} s")
        return entry

    def check(self, name, values, must, aim, direction="at_least", note="", digits=2, noise=None):
        """A row of the table: the median of `values` against what it must be."""
        row = {"name": name, "measured": None, "min": None, "max": None, "must": must, "aim": aim,
               "direction": direction, "reached": None, "note": note}
        if values:
            figures = spread(values, digits)
            row.update(measured=figures["median"], min=figures["min"], max=figures["max"])
            limit = max(must, noise or 0) if direction == "at_most" else must
            row["reached"] = (statistics.median(values) >= must if direction == "at_least"
                              else statistics.median(values) <= limit)
        self.run.document["checks"].append(row)

    def stop(self):
        for server in self.servers.values():
            server.stop()


def rounds_against(bench, everyone, one):
    """Each round's throughput of each server, in an order that rotates: name → list of results."""
    found = {server.name: [] for server, _ in everyone}
    for round_number in range(1, bench.rounds + 1):
        for server, needs_items in everyone[round_number % len(everyone):] + everyone[:round_number % len(everyone)]:
            found[server.name].append(bench.measure(server, one, round_number, needs_items))
    return found


def ratios(mine, theirs, field="throughput"):
    return [a[field] / b[field] for a, b in zip(mine, theirs) if b[field]]


def peers(bench):
    """dynoxide on disk, the fixed answer, and Partita in turns."""
    partita, dynoxide, ceiling = bench.partita(), bench.dynoxide(), bench.ceiling()
    both = [(partita, True), (dynoxide, True)]
    for name, workload, must, aim in (("PutItem", "put", 12, 16), ("GetItem", "get", 5, 7), ("50/50", "50/50", 8, 11)):
        everyone = both + ([(ceiling, False)] if workload != "50/50" else [])
        found = rounds_against(bench, everyone, bench.work(workload, 32))
        bench.check(f"{name}, 32 connections, against dynoxide on disk", ratios(found["partita"], found["dynoxide"]), must, aim)
        if workload != "50/50":
            against_http(bench, name, found)
    for name, workload in (("GetItem", "get"), ("PutItem", "put")):
        found = rounds_against(bench, both, bench.work(workload, 1))
        bench.check(f"{name}, one connection, against dynoxide on disk", ratios(found["partita"], found["dynoxide"]), 1.0, 1.5)


def against_http(bench, name, found):
    mine, ceiling = found["partita"], found["http-ceiling"]
    if name == "GetItem":
        bench.check("GetItem, 32 connections, against the fixed-answer HTTP server", ratios(mine, ceiling), 0.55, 0.7)
    else:
        tails = [entry["latency_us"]["p99"] / entry["latency_us"]["p50"] for entry in mine]
        bench.check("p99 of PutItem at 32 connections against its own p50", tails, 4, 2.5, "at_most")
    must, aim = (3, 2.2) if name == "GetItem" else (6, 4)
    bench.check(f"server CPU per {name}, 32 connections, against the bare HTTP server",
                ratios(mine, ceiling, "server_cpu_us_per_operation"), must, aim, "at_most",
                note="of all processes, warm-up included")


def sync_of_one(bench):
    """One connection's put against the disk's sync, measured in turns."""
    partita, values, syncs = bench.partita(), [], []
    for round_number in range(1, bench.rounds + 1):
        sync = machine.fdatasync_us(bench.parent, times=300)["overwrite_p50"]
        entry = bench.measure(partita, bench.work("put", 1), round_number)
        syncs.append(sync)
        values.append(entry["latency_us"]["p50"] / sync)
    bench.check("one-connection PutItem p50 against fdatasync p50", values, 4, 3, "at_most",
                note=f"4 KiB in place, then fdatasync: {statistics.median(syncs):.0f} µs")


def batch_size(before, after, slot=None):
    """Mean writes per commit between two texts of /metrics, or None where there is no such metric."""
    def totals(text):
        sums = {"sum": 0.0, "count": 0.0}
        for match in re.finditer(r'^partita_batch_requests_(sum|count)\{([^}]*)\} (\S+)', text or "", re.MULTILINE):
            if slot is None or f'slot="{slot}"' in match[2]:
                sums[match[1]] += float(match[3])
        return sums
    first, last = totals(before), totals(after)
    commits = last["count"] - first["count"]
    return (last["sum"] - first["sum"]) / commits if commits > 0 else None


def against_sqlite(bench, server, one, rows, cache_bytes, assumed):
    """Throughput ratios to SQLite alone with as many rows and the batches that the server really made; and these."""
    found, batches = [], []
    with tempfile.TemporaryDirectory(prefix="bench-sqlite-", dir=bench.parent) as folder:
        for round_number in range(1, bench.rounds + 1):
            before = server.metrics()
            entry = bench.measure(server, one, round_number)
            batch = batch_size(before, server.metrics())
            batches.append(round(batch) if batch else assumed)
            alone, _ = bench.tools.json_of("sqlite-alone", folder, "--rows", rows, "--batch", max(1, batches[-1]),
                                           "--value-bytes", 1024, "--seconds", bench.seconds, "--cache-bytes", cache_bytes)
            limits.add_sqlite_limits(bench.run, [alone], batches[-1], rows, 1024, with_reads=False)
            found.append(entry["throughput"] / alone["upserts_per_second"])
    how = "as measured" if batch else "assumed: no metrics"
    return found, f"batches of {statistics.median(batches):.0f}, {how}"


CACHE_BYTES = 64 << 20  # of a slot


def hot_key(bench):
    """One partition key for everything: one slot does all the work."""
    one = bench.work("put", 32, keys="hot")
    found, note = against_sqlite(bench, bench.partita(), one, bench.options.records, CACHE_BYTES, assumed=24)
    bench.check("PutItem, one hot partition key, 32 connections, against SQLite alone with the same batches", found, 0.7, 0.9,
                note=note)


def many_items(bench):
    """As many items as --many says, uniform keys, against SQLite alone with as many rows and the same cache."""
    for rows in bench.options.many:
        server = servers.Partita(bench.tools, bench.options, name="partita")
        server.start(bench.parent)
        try:
            slots = len(server.status()["slots"])
            one = bench.work("put", 32, records=rows)
            found, note = against_sqlite(bench, server, one, rows, CACHE_BYTES * slots, assumed=12)
        finally:
            server.stop()
        bench.check(f"PutItem, {rows:,} items, 32 connections, against SQLite alone with as many rows", found, 0.7, 0.9,
                    note=f"{note}; {slots} slots against one file")


def slot_of(server, tools, key):
    """The slot whose commits moved when an item of this partition key was written."""
    def sequence():
        return [slot["durableSeq"] for slot in server.status()["slots"]]
    before = sequence()
    subprocess.run(tools.command("partita-load", "--endpoint", server.endpoint, "--table", "bench-slots", "--keys", "hot",
                                 "--partition-key", key, "--items", 50, "--load-only"), check=True, stdout=subprocess.DEVNULL)
    for _ in range(50):
        moved = [after - earlier for after, earlier in zip(sequence(), before)]
        if max(moved) > 0:
            return moved.index(max(moved))
        time.sleep(0.1)
    raise Failure("no slot's commits moved")


def keys_of_two_slots(server, tools):
    slot_of(server, tools, "first")  # makes the table, which all slots write down
    found = {}
    for number in range(64):
        time.sleep(0.6)  # the slots say how far they are twice a second
        found.setdefault(slot_of(server, tools, f"key-{number}"), f"key-{number}")
        if len(found) == 2:
            return list(found.values())
    raise Failure("all keys seem to be in one slot")


def overloaded(bench):
    """A modest open loop on one slot, alone and beside a closed loop of 64 connections on another slot."""
    partita, ceiling = bench.partita(), bench.ceiling()
    if len(partita.status()["slots"]) < 2:
        raise Failure("there is one slot only")
    hot, cold = keys_of_two_slots(partita, bench.tools)
    probe = bench.work("50/50", 8, keys="hot", partition_key=cold, records=1000, rate=bench.options.probe_rate)
    flood = bench.work("put", 64, keys="hot", partition_key=hot, records=1000)
    work.load(bench.tools, partita, flood)
    alone, beside, control = [], [], []
    for round_number in range(1, bench.rounds + 1):
        alone.append(tail(bench, partita, probe, round_number))
        with Flood(bench, partita, flood):
            beside.append(tail(bench, partita, probe, round_number))
        with Flood(bench, ceiling, bench.work("get", 64)):
            control.append(tail(bench, partita, probe, round_number))
    noise = max(alone) / min(alone)
    against_control = statistics.median(beside) / statistics.median(control)
    bench.check("p99 of the other slots beside one overloaded partition, against the same without it",
                [b / a for a, b in zip(alone, beside)], 1.25, 1.0, "at_most", noise=noise,
                note=f"p99 alone {statistics.median(alone):.0f} µs, with noise of {noise:.2f}; against the same CPU load from a "
                     f"server that has nothing to do with Partita: {against_control:.2f}")


def tail(bench, server, one, round_number):
    return bench.measure(server, one, round_number)["latency_us"]["p99"]


class Flood:
    """A load that goes on in the background, and is stopped."""

    def __init__(self, bench, server, one):
        self.command = bench.tools.command("partita-load", "--endpoint", server.endpoint, "--table", one.table, "--no-load",
                                           "--quiet", *one.items_arguments(), "--connections", one.connections,
                                           "--seconds", 3600)
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3)

    def __exit__(self, *_):
        if self.process.poll() is not None:
            raise Failure(f"the flood ended by itself with {self.process.returncode}")
        self.process.terminate()
        self.process.wait()


def at_rest(bench):
    """Memory of four slots that do nothing, and how long they take to be there again."""
    options = type("Options", (), {**vars(bench.options), "slots": 4})()
    server = servers.Partita(bench.tools, options, name="partita-4-slots")
    server.start(bench.parent)
    try:
        time.sleep(1)
        bench.check("memory of all processes at idle, 4 slots, MB (proportional set size)", [server.pss() / 1e6], 40, 25,
                    "at_most", digits=1)
        work.load(bench.tools, server, bench.work("put", 32, records=min(bench.options.records, 10_000)))
        starts = []
        for _ in range(max(5, bench.rounds)):
            server.stop(keep=True)
            server.restart()
            starts.append(server.start_ms)
        bench.check("start to ready, existing data, 4 slots, ms", starts, 100, 30, "at_most", digits=1,
                    note="from exec to the first answer over HTTP")
    finally:
        server.stop()


def native(bench):
    """The same work over HTTP and over the Unix socket: operations for each second of CPU, client and servers together."""
    transports = ("http", "native", "native-sockets")
    for name, workload in (("GetItem", "get"), ("PutItem", "put")):
        found = {transport: [] for transport in transports}
        for round_number in range(1, bench.rounds + 1):
            for transport in transports:
                entry = bench.measure(bench.partita(), bench.work(workload, 32, transport=transport), round_number)
                found[transport].append(1e6 / (entry["server_cpu_us_per_operation"] + entry["client_cpu_us_per_operation"]))
        sockets = statistics.median(a / b for a, b in zip(found["native-sockets"], found["http"]))
        bench.check(f"{name}, native client against HTTP, operations per CPU second",
                    [a / b for a, b in zip(found["native"], found["http"])], 3, 5,
                    note="CPU of client and all server processes together, 32 calls in flight on one socket; "
                         f"with a socket for each: {sockets:.2f}")


PARTS = {"peers": peers, "sync": sync_of_one, "hot": hot_key, "overloaded": overloaded, "rest": at_rest, "native": native,
         "many": many_items}


def run_parts(bench, names):
    try:
        for name in names:
            say(f"reach: {name}")
            try:
                PARTS[name](bench)
            except (Failure, OSError, ArithmeticError, subprocess.CalledProcessError) as failure:
                bench.check(f"({name})", [], None, None, note=str(failure).splitlines()[0])
    finally:
        bench.stop()


def print_checks(document):
    print(f"\n{'what':<92} {'must':>7} {'measured':>9} {'(min–max)':>17}  reached")
    for row in document["checks"]:
        sign = "≤" if row["direction"] == "at_most" else "≥"
        must = "" if row["must"] is None else f"{sign} {row['must']:g}"
        measured = "–" if row["measured"] is None else f"{row['measured']:g}"
        between = "" if row["min"] is None else f"({row['min']:g}–{row['max']:g})"
        reached = {True: "yes", False: "NO", None: "not measured"}[row["reached"]]
        print(f"{row['name']:<92} {must:>7} {measured:>9} {between:>17}  {reached}" + (f"  — {row['note']}" if row["note"] else ""))
