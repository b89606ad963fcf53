"""What runs leave behind: folders, results.json and index.json, as docs/benchmarks.md describes them."""

import datetime
import json
import os
import statistics
import sys
import tempfile

from . import machine

FORMAT = "partita-bench-1"
INDEX_FORMAT = "partita-bench-index-1"
MOST_HEADLINES = 24


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc)


def write_atomically(path, document):
    """The file is whole at any moment: written beside, synced, renamed."""
    fd, beside = tempfile.mkstemp(prefix=".", dir=os.path.dirname(path))
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    os.chmod(beside, 0o644)
    os.rename(beside, path)


def spread(values, digits=1):
    values = [value for value in values if value is not None]
    if not values:
        return None
    return {"median": round(statistics.median(values), digits), "min": round(min(values), digits),
            "max": round(max(values), digits)}


class Run:
    """One folder below the results, filled while the run goes on."""

    def __init__(self, kind, title, root, tools, options, data_parent):
        self.started = utc_now()
        self.root = os.path.abspath(root)
        self.folder = self._new_folder(kind)
        self.document = {
            "format": FORMAT, "id": os.path.basename(self.folder), "kind": kind, "title": title,
            "started": self.started.strftime("%Y-%m-%dT%H:%M:%SZ"), "finished": None,
            "options": {"command": sys.argv, **{key: value for key, value in sorted(vars(options).items())}},
            "machine": machine.describe(data_parent), "versions": tools.versions(),
            "servers": [], "limits": [], "results": [], "summary": [], "checks": [], "curves": [],
        }

    def _new_folder(self, kind):
        stamp = self.started.strftime("%Y%m%dT%H%M%SZ")
        for attempt in range(100):
            folder = os.path.join(self.root, f"{kind}_{stamp}" + (f"-{attempt}" if attempt else ""))
            try:
                os.makedirs(folder)
                return folder
            except FileExistsError:
                continue
        raise OSError(f"no free name for a folder in {self.root}")

    @property
    def results(self):
        return self.document["results"]

    def new_folder(self):
        """For the raw data of the next result."""
        return tempfile.mkdtemp(prefix=".result-", dir=self.folder)

    def name_folder(self, folder, what):
        """Gives it its name, which begins with the result's number; the name."""
        plain = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in what)
        name = f"{len(self.results) + 1:03}-{plain}"
        os.chmod(folder, 0o755)
        os.rename(folder, os.path.join(self.folder, name))
        return name

    def add_server(self, server):
        self.document["servers"].append(server.describe())
        version = server.version()
        if version and server.name != "partita":
            self.document["versions"][server.name] = version

    def add_limit(self, **limit):
        self.document["limits"].append(limit)

    def limit(self, name, **conditions):
        """The median of a limit that was measured, or None."""
        for limit in self.document["limits"]:
            if limit["name"] == name and all(limit.get(key) == value for key, value in conditions.items()):
                return limit["value"]
        return None

    def finish(self):
        """Writes results.json, then index.json; returns the exit code of the run."""
        add_fractions(self.document)
        self.document["summary"] = summarise(self.results)
        self.document["finished"] = utc_now().strftime("%Y-%m-%dT%H:%M:%SZ")
        write_atomically(os.path.join(self.folder, "results.json"), self.document)
        update_index(self.root, entry_of(self.document))
        return 1 if any(result["errors"] for result in self.results) else 0


WRITES = {"put", "insert", "update", "delete"}
READS = {"get"}


def add_fractions(document):
    """Each result as a share of the limits that bound it: those of as many connections, of as many rows."""
    def value(name, **conditions):
        values = [limit["value"] for limit in document["limits"] if limit["name"] == name
                  and all(limit.get(key) == wanted for key, wanted in conditions.items())]
        return max(values, default=None)

    for result in document["results"]:
        kinds, fractions = set(result["mix"]), {}
        limits = {}
        if result["transport"] == "http":
            limits["http_ceiling"] = value("http_ceiling", connections=result["connections"])
        if result["connections"] in (1, 32):
            limits["ring_round_trips"] = value("ring_round_trips", depth=result["connections"], sleeps=True)
        if kinds <= WRITES and result["connections"] == 1:
            limits["fdatasync"] = value("fdatasync")
        if kinds <= WRITES:
            limits["sqlite_upserts"] = value("sqlite_upserts", rows=result["records"])
        if kinds <= READS:
            limits["sqlite_reads"] = value("sqlite_reads", rows=result["records"])
        for name, limit in limits.items():
            if limit and result["server"] != "http-ceiling":
                fractions[name] = round(result["throughput"] / limit, 3)
        result["fractions"] = fractions


# What makes two results rounds of the same thing.
KEY = ("server", "workload", "transport", "connections", "loop", "rate", "records", "fields", "field_bytes", "indexes",
       "distribution", "one_partition")


def key_of(result):
    return tuple(result[key] for key in KEY)


def ratios_of(results, mine):
    """This server's throughput by each other's, round by round."""
    ratios = {}
    for other in results:
        if key_of(other)[1:] == key_of(mine[0])[1:] and other["server"] != mine[0]["server"]:
            ratios.setdefault(other["server"], {})[other["round"]] = other["throughput"]
    return {name: spread([result["throughput"] / theirs[result["round"]] for result in mine if theirs.get(result["round"])], 2)
            for name, theirs in ratios.items()}


def summarise(results):
    works = list(dict.fromkeys(key_of(result)[1:] for result in results))
    servers = list(dict.fromkeys(result["server"] for result in results))
    groups = {(server, *work): [] for work in works for server in servers}
    for result in results:
        groups[key_of(result)].append(result)
    groups = {key: mine for key, mine in groups.items() if mine}
    summary = []
    for key, mine in groups.items():
        row = dict(zip(KEY, key), rounds=len(mine))
        row["throughput"] = spread([result["throughput"] for result in mine])
        for name in ("p50", "p99", "p99_9"):
            row[f"{name}_us"] = spread([result["latency_us"][name] for result in mine])
        row["server_cpu_us_per_operation"] = spread([result["server_cpu_us_per_operation"] for result in mine], 2)
        row["errors"] = sum(result["errors"] for result in mine)
        row["ratios"] = ratios_of(results, mine)
        row["fractions"] = {name: spread([result["fractions"].get(name) for result in mine], 3)["median"]
                            for name in mine[0]["fractions"]}
        summary.append(row)
    return summary


def entry_of(document):
    headline = [{"server": row["server"], "workload": row["workload"], "transport": row["transport"],
                 "connections": row["connections"],
                 **{name: row[name]["median"] for name in ("throughput", "p50_us", "p99_us", "p99_9_us")}}
                for row in document["summary"][:MOST_HEADLINES]]
    servers = list(dict.fromkeys(result["server"] for result in document["results"]))
    return {"id": document["id"], "kind": document["kind"], "title": document["title"],
            "started": document["started"], "finished": document["finished"],
            "path": f"{document['id']}/results.json", "version": document["versions"]["partita"],
            "machine": machine.one_line(document["machine"]), "servers": servers,
            "errors": sum(result["errors"] for result in document["results"]), "headline": headline}


def update_index(root, entry):
    """The new entry goes first; runs whose folder is gone go."""
    path = os.path.join(root, "index.json")
    try:
        with open(path, encoding="utf-8") as file:
            runs = json.load(file)["runs"]
    except (OSError, ValueError, KeyError):
        runs = []
    runs = [run for run in runs if run["id"] != entry["id"] and os.path.exists(os.path.join(root, run["path"]))]
    runs = sorted([entry, *runs], key=lambda run: run["started"], reverse=True)
    write_atomically(path, {"format": INDEX_FORMAT, "runs": runs})


def print_table(document, out=sys.stdout):
    """The summary for people."""
    print(f"\n{'server':<16} {'workload':<14} {'conns':>5} {'ops/s':>9} {'(min–max)':>17} {'p50 us':>8} {'p99 us':>8} "
          f"{'p99.9 us':>9} {'cpu us':>7} {'errors':>6}  ratios and fractions", file=out)
    for row in document["summary"]:
        throughput, cpu = row["throughput"], row["server_cpu_us_per_operation"]
        notes = [f"{ratio['median']:.2f}× {name}" for name, ratio in row["ratios"].items() if ratio]
        notes += [f"{share:.2f} of {name}" for name, share in row["fractions"].items()]
        kind = row["workload"] + (" hot" if row["one_partition"] else "") + (f" @{row['rate']:.0f}" if row["rate"] else "")
        between = f"({throughput['min']:.0f}–{throughput['max']:.0f})"
        print(f"{row['server']:<16} {kind:<14} {row['connections']:>5} {throughput['median']:>9.0f} "
              f"{between:>17} {row['p50_us']['median']:>8.0f} {row['p99_us']['median']:>8.0f} "
              f"{row['p99_9_us']['median']:>9.0f} {cpu['median'] if cpu else 0:>7.1f} {row['errors']:>6}  "
              f"{', '.join(notes)}", file=out)
    for limit in document["limits"]:
        print(f"limit: {limit['name']:<16} {limit['value']:>12,.0f} {limit['unit']:<14} {limit['conditions']}", file=out)
