"""How Partita grows: each series varies one thing and draws what comes of it.

A series is a function of a Plan: it measures, and adds pictures. One that fails says why and leaves the others alone.
"""

import os
import signal
import statistics
import subprocess
import time

from . import servers, svg, work
from .tools import SOURCE, Failure, say


class Plan:
    """One run with its tools and options."""

    def __init__(self, tools, run, options):
        self.tools, self.run, self.options = tools, run, options
        self.warmup = min(0.5, options.seconds / 3)

    def serve(self, name="partita", slots=None):
        options = type("Options", (), {**vars(self.options), "slots": slots or self.options.slots})()
        server = servers.Partita(self.tools, options, name=name)
        server.start(self.options.data_parent)
        self.run.add_server(server)
        return server

    def measure(self, server, workload, connections=32, **more):
        settings = {"records": self.options.records, "seconds": self.options.seconds, "warmup": self.warmup, **more}
        entry = None
        for round_number in range(1, self.options.rounds + 1):
            entry = work.measure(self.tools, self.run, server, work.Work(workload, connections, **settings), round_number)
            if entry["errors"]:
                raise Failure(f"{workload}: {entry['errors']} errors, the first: {entry['first_error']}")
            if not entry["operations"]:
                raise Failure(f"{workload}: nothing was answered while it counted; --seconds is too short for this machine")
        mine = self.run.results[-self.options.rounds:]
        return {"throughput": statistics.median(one["throughput"] for one in mine),
                "p50": statistics.median(one["latency_us"]["p50"] for one in mine) / 1000,
                "p99": statistics.median(one["latency_us"]["p99"] for one in mine) / 1000}

    def draw(self, name, title, conditions, x, y, series, log_y=False):
        """`series` is name → points. The picture, and the points in results.json."""
        conditions = f"{self.run.document['machine']['cores']} cores, {conditions}"
        picture = os.path.join(self.options.pictures, f"{name}.svg")
        os.makedirs(self.options.pictures, exist_ok=True)
        with open(picture, "w", encoding="utf-8") as file:
            file.write(svg.chart(title, conditions, x, y, list(series.items()), log_y=log_y))
        self.run.document["curves"].append({
            "name": name, "title": f"{title} ({conditions})", "x": x, "y": y, "picture": os.path.relpath(picture, SOURCE),
            "series": [{"name": key, "points": points} for key, points in series.items()]})

    def draw_both(self, name, what, conditions, x, figures):
        """Throughput and latency against x; `figures` is workload → [(x, measured), …]."""
        self.draw(f"{name}-throughput", f"Throughput against {what}", conditions, x, "operations/s",
                  {workload: [[at, one["throughput"]] for at, one in mine] for workload, mine in figures.items()})
        self.draw(f"{name}-latency", f"Latency against {what}", conditions, x, "ms",
                  {f"{workload} {part}": [[at, one[part]] for at, one in mine]
                   for workload, mine in figures.items() for part in ("p50", "p99")}, log_y=True)


WORKLOADS = ("get", "put")


def items(plan):
    figures = {workload: [] for workload in WORKLOADS}
    for count in plan.options.items:
        server = plan.serve()
        try:
            for workload in WORKLOADS:
                figures[workload].append((count, plan.measure(server, workload, records=count)))
        finally:
            server.stop()
    plan.draw_both("items", "the number of items", "items of 1 KB, 32 connections", "items", figures)


def connections(plan):
    server = plan.serve()
    try:
        figures = {workload: [(number, plan.measure(server, workload, number)) for number in plan.options.connections]
                   for workload in WORKLOADS}
    finally:
        server.stop()
    plan.draw_both("connections", "connections", "items of 1 KB", "connections", figures)


def slots(plan):
    figures = {workload: [] for workload in WORKLOADS}
    for number in plan.options.slot_numbers:
        server = plan.serve(f"partita-{number}-slots", slots=number)
        try:
            for workload in WORKLOADS:
                figures[workload].append((number, plan.measure(server, workload)))
        finally:
            server.stop()
    plan.draw_both("slots", "slots", "items of 1 KB, 32 connections", "slots", figures)


def item_size(plan):
    figures = {workload: [] for workload in WORKLOADS}
    for size in plan.options.item_sizes:
        records = max(100, min(plan.options.records, 100_000_000 // size))
        server = plan.serve()
        try:
            for workload in WORKLOADS:
                figures[workload].append((size, plan.measure(server, workload, item_bytes=size, records=records)))
        finally:
            server.stop()
    plan.draw_both("item-size", "the size of an item", "32 connections", "bytes", figures)


def indexes(plan):
    figures = {"put": []}
    server = plan.serve()
    try:
        for number in plan.options.index_numbers:
            figures["put"].append((number, plan.measure(server, "put", indexes=number)))
    finally:
        server.stop()
    plan.draw_both("indexes", "global secondary indexes", "puts that leave index keys alone, 32 connections", "indexes", figures)


def wal_bytes(server):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(server.data()) for name in names
               if name.endswith("-wal"))


def kill_all(server):
    """As if the machine had lost every process at once."""
    pids = servers.family(server.process.pid)
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    server.process.wait()
    deadline = time.monotonic() + 5
    while any(os.path.exists(f"/proc/{pid}") for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.001)


def recovery(plan):
    points = []
    for writes in plan.options.recovery_writes:
        server = plan.serve()
        try:
            done = work.measure(plan.tools, plan.run, server,
                                work.Work("put", 32, records=plan.options.records, operations=writes), 1)
            if done["errors"]:
                raise Failure(f"put: {done['first_error']}")
            size = wal_bytes(server)
            kill_all(server)
            server.restart()
            points.append([size / 1e6, server.start_ms])
        finally:
            server.stop()
    plan.draw("recovery", "Recovery against the WAL left behind", "kill -9 of every process to the first answer", "MB of WAL", "ms",
              {"recovery": sorted(points)})


def memory(plan):
    server, points = plan.serve(), []
    one = work.Work("50/50", records=plan.options.records)
    try:
        work.load(plan.tools, server, one)
        for number in plan.options.connections:
            command = plan.tools.command("partita-load", "--endpoint", server.endpoint, "--table", one.table, "--no-load",
                                         "--quiet", *one.items_arguments(), "--connections", number, "--seconds", 600)
            with subprocess.Popen(command, stdout=subprocess.DEVNULL) as load:
                time.sleep(plan.options.seconds + 0.3)
                points.append([number, server.pss() / 1e6])
                if load.poll() is not None:
                    raise Failure(f"the load at {number} connections ended by itself")
                load.terminate()
    finally:
        server.stop()
    plan.draw("memory", "Memory against connections", "all processes under load, proportional set size", "connections", "MB",
              {"50/50": points})


SERIES = {"connections": connections, "slots": slots, "item-size": item_size, "indexes": indexes, "recovery": recovery,
          "memory": memory, "items": items}


def run_series(plan, names):
    for name in names:
        say(f"curves: {name}")
        try:
            SERIES[name](plan)
        except Failure as failure:
            print(f"curves: {name}: {failure}")
