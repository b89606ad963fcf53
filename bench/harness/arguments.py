"""The options that all the programs here share."""

import argparse
import os
import re

from . import tools

DEFAULT_RESULTS = os.path.join(tools.BENCH, "results")


def numbers(text):
    values = [int(part) for part in re.split(r"[,\s]+", text) if part]
    if not values or min(values) < 1:
        raise argparse.ArgumentTypeError("numbers with commas between, each at least 1")
    return values


def words(text):
    return [part for part in re.split(r"\s*,\s*", text.strip()) if part]


def parser(description, epilog=None):
    made = argparse.ArgumentParser(description=description, epilog=epilog)
    results = DEFAULT_RESULTS if os.access(tools.BENCH, os.W_OK) else os.path.join(os.getcwd(), "bench", "results")
    made.add_argument("--results", default=results, metavar="DIR", help="where the run's folder goes (default: %(default)s)")
    made.add_argument("--data-parent", default="/var/tmp", metavar="DIR",
                      help="where servers keep their data while they run; on a real disk, or syncs mean nothing (default: %(default)s)")
    made.add_argument("--bin", metavar="DIR", help="folder of partita and partita-load")
    made.add_argument("--slots", type=int, help="of Partita (default: its own)")
    made.add_argument("--relaxed", action="store_true", help="Partita with --durability relaxed")
    made.add_argument("--realtime", action="store_true",
                      help="run servers and client under chrt -r 1, against other work on the machine; needs root")
    made.add_argument("--seed", type=int, default=1, help="of every random choice (default: 1)")
    made.add_argument("--no-limits", action="store_true", help="do not measure what the machine can do")
    made.add_argument("--json", action="store_true", help="print results.json instead of the table")
    return made


def add_work(made):
    made.add_argument("--records", type=int, help="items loaded before, instead of the workload's")
    made.add_argument("--operations", type=int, help="of each run, instead of the workload's")
    made.add_argument("--seconds", type=float, help="of each run, instead of a number of operations")
    made.add_argument("--warmup-seconds", type=float, help="before --seconds are counted (default: 1)")
    made.add_argument("--rate", type=float, help="open loop: so many calls a second are due")
    made.add_argument("--keys", choices=("uniform", "zipfian", "latest", "hot"), help="instead of the workload's distribution")
    made.add_argument("--item-bytes", type=int, help="of an item's fields together")
    made.add_argument("--indexes", type=int, default=0, help="global secondary indexes of the table")
