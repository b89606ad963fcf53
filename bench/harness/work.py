"""Runs one workload against one server with partita-load and makes an entry of results.json of it."""

import json
import os
import subprocess

from .tools import Failure, say

NAMED = ("variant_a", "variant_b", "variant_c", "a", "b", "c", "d", "e", "f")
INSERTING = {"variant_a", "variant_b", "variant_c", "d", "e"}


class Work:
    """A workload by its name or its mix, with what the command line says of it."""

    def __init__(self, name, connections=None, records=None, operations=None, seconds=None, warmup=None, rate=None,
                 keys=None, seed=1, item_bytes=None, indexes=0, partition_key=None, table=None, transport="http"):
        self.name, self.connections, self.records, self.operations = name, connections, records, operations
        self.seconds, self.warmup, self.rate, self.keys, self.seed = seconds, warmup, rate, keys, seed
        self.item_bytes, self.indexes, self.partition_key = item_bytes, indexes, partition_key
        self.transport = transport
        self.table = table or "bench-" + "-".join(
            "".join(c if c.isalnum() else "-" for c in str(part)) for part in
            (name if name in NAMED else "mix", keys, partition_key, records, item_bytes, indexes or None) if part)
        self.inserts = name in INSERTING or "insert" in name

    def items_arguments(self):
        arguments = ["--workload", self.name] if self.name in NAMED else ["--mix", self.name]
        for option, value in (("--items", self.records), ("--keys", self.keys), ("--partition-key", self.partition_key),
                              ("--item-bytes", self.item_bytes), ("--indexes", self.indexes or None), ("--seed", self.seed)):
            if value is not None:
                arguments += [option, value]
        return arguments

    def pace_arguments(self):
        arguments = []
        for option, value in (("--connections", self.connections), ("--operations", self.operations), ("--rate", self.rate),
                              ("--seconds", self.seconds), ("--warmup-seconds", self.warmup)):
            if value is not None:
                arguments += [option, value]
        return arguments


def table_for(server, work):
    """Workloads that insert need a table nobody has inserted into; others share theirs."""
    if not work.inserts:
        return work.table
    count = 1
    while f"{work.table}-{count}" in server.loaded:
        count += 1
    return f"{work.table}-{count}"


def load(tools, server, work):
    """Makes the table and its items unless they are there; the table's name."""
    table = table_for(server, work)
    if table not in server.loaded:
        say(f"{server.name}: loading {table}")
        command = tools.command("partita-load", "--endpoint", server.endpoint, "--table", table, "--load-only",
                                *work.items_arguments())
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
            raise Failure(f"{server.name}: loading {table} failed\n{server.log()}")
        server.loaded.add(table)
    return table


def measure(tools, run, server, work, round_number=1, needs_items=True):
    """One entry of results.json, added to the run; its raw histograms and the server's metrics in a folder."""
    table = load(tools, server, work) if needs_items else work.table
    folder = run.new_folder()
    save_metrics(server, folder, "metrics-before.prom")
    say(f"{server.name}: {work.name}, {work.connections or 'default'} connections, round {round_number}")
    cpu_before = server.cpu_seconds()
    entries, _ = tools.json_of("partita-load", *server.address(work.transport), "--table", table, "--no-load",
                               "--json", "--histograms", folder, *work.items_arguments(), *work.pace_arguments())
    cpu_after = server.cpu_seconds()
    save_metrics(server, folder, "metrics-after.prom")
    with open(os.path.join(folder, "load.json"), "w", encoding="utf-8") as file:
        json.dump(entries, file, indent=1)
    (entry,) = entries
    entry = {"server": server.name, "round": round_number, **entry}
    relative = run.name_folder(folder, f"{server.name}-{work.name}-{entry['connections']}")
    entry["histogram"] = f"{relative}/all.hgrm"
    for name, operation in entry["by_operation"].items():
        operation["histogram"] = f"{relative}/{name}.hgrm"
    entry["server_cpu_us_per_operation"] = None
    if cpu_before is not None and entry["answers"]:
        entry["server_cpu_us_per_operation"] = round((cpu_after - cpu_before) * 1e6 / entry["answers"], 2)
    entry["server_pss_bytes"] = server.pss()
    run.results.append(entry)
    return entry


def save_metrics(server, folder, name):
    text = server.metrics()
    if text is not None:
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
