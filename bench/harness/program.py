"""What the programs have in common: a run that is finished whatever happens, and servers that are gone at the end."""

import contextlib
import json
import shutil
import sys

from . import results
from .tools import Failure, Tools, say


@contextlib.contextmanager
def started(servers, parent):
    """All of them running; all of them gone afterwards."""
    try:
        for server in servers:
            server.start(parent)
        yield servers
    finally:
        for server in servers:
            server.stop()


def run(kind, title, options, body):
    """Makes the run, lets `body(tools, run)` fill it, writes and prints it; the exit code."""
    made = None
    try:
        tools = Tools(options)
        made = results.Run(kind, title, options.results, tools, options, options.data_parent)
        if made.document["machine"]["file_system"] in ("tmpfs", "ramfs"):
            print(f"note: {options.data_parent} is in memory: syncs cost nothing there", file=sys.stderr)
        body(tools, made)
    except (Failure, KeyboardInterrupt) as failure:
        if made:
            shutil.rmtree(made.folder)  # half a run says nothing
        why = str(failure) or "interrupted, nothing was recorded"
        print(f"{kind}: {why}", file=sys.stderr)
        return 1 if isinstance(failure, Failure) else 130
    code = made.finish()
    if options.json:
        print(json.dumps(made.document, indent=1, ensure_ascii=False))
    else:
        results.print_table(made.document)
    for result in made.results:
        if result["errors"]:
            print(f"{kind}: {result['server']}, {result['workload']}, {result['connections']} connections: "
                  f"{result['errors']} errors, the first: {result['first_error']}", file=sys.stderr)
        elif not result["operations"]:
            print(f"{kind}: {result['server']}, {result['workload']}, {result['connections']} connections: "
                  f"nothing was answered while it counted", file=sys.stderr)
            code = 1
    say(f"written: {made.folder}")
    if not options.json:
        print(f"\n{made.folder}/results.json")
    return code
