"""bench/run, bench/compare and bench/curves with tiny parameters: what they record is what docs/benchmarks.md says."""

import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
BENCH = os.path.join(HERE, "..", "..", "bench")
sys.path[:0] = [os.path.join(HERE, "..", "clients"), BENCH]

from daemon import Daemon  # noqa: E402
from harness import reach, results, svg  # noqa: E402

TINY = ["--records", "200", "--no-limits"]


def bench(script, folder, *arguments):
    """Exit code, results.json of the newest run, everything that was printed."""
    command = [os.path.join(BENCH, script), "--bin", os.path.dirname(os.environ["PARTITA"]), "--results", folder,
               "--data-parent", folder, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
            index = json.load(file)
        with open(os.path.join(folder, index["runs"][0]["path"]), encoding="utf-8") as file:
            return done.returncode, json.load(file), done.stdout + done.stderr
    except OSError:
        return done.returncode, None, done.stdout + done.stderr


class Refusing(http.server.BaseHTTPRequestHandler):
    """Takes tables and items and never gives one back."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        refused = self.headers["x-amz-target"].endswith("GetItem")
        body = b'{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}' if refused else b"{}"
        self.send_response(500 if refused else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class BenchTools(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="bench-tools-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def test_a_run_records_every_work_with_its_histograms_and_its_conditions(self):
        code, document, said = bench("run", self.folder, *TINY, "--workload", "variant_a,f", "--operations", 300)
        self.assertEqual(code, 0, said)
        self.assertEqual((document["format"], document["kind"]), ("partita-bench-1", "run"))
        self.assertEqual([(one["workload"], one["connections"], one["operations"], one["errors"]) for one in document["results"]],
                         [("variant_a", 8, 300, 0), ("f", 8, 300, 0)])
        first = document["results"][0]
        self.assertEqual(first["mix"], {"get": 0.4, "update": 0.4, "insert": 0.2})
        self.assertEqual((first["distribution"], first["records"], first["misses"]), ("zipfian", 200, 0))
        self.assertGreater(first["server_cpu_us_per_operation"], 0)
        self.assertEqual(sum(row[1] for row in first["timeline"]), 300)
        self.assertIn("read-modify-write", document["results"][1]["by_operation"])
        run = os.path.join(self.folder, document["id"])
        for path in [first["histogram"], *(one["histogram"] for one in first["by_operation"].values())]:
            with open(os.path.join(run, path), encoding="utf-8") as file:
                self.assertIn("TotalCount", file.readline())
        self.assertIn("synced", document["servers"][0]["durability"])
        self.assertGreater(document["servers"][0]["idle_pss_bytes"], 1_000_000)
        for field in ("cpu", "cores", "memory_bytes", "kernel", "file_system"):
            self.assertTrue(document["machine"][field], field)
        self.assertTrue(document["versions"]["libuv"].startswith("libuv "))

    def test_an_open_loop_names_its_rate_and_both_latencies(self):
        code, document, said = bench("run", self.folder, *TINY, "--workload", "get", "--rate", 200, "--operations", 100,
                                     "--connections", 4)
        self.assertEqual(code, 0, said)
        (one,) = document["results"]
        self.assertEqual((one["loop"], one["rate"]), ("open", 200))
        self.assertEqual(one["operations"], 100)
        self.assertGreaterEqual(one["latency_us"]["max"], one["service_us"]["max"] * 0.98)

    def test_the_native_protocol_does_the_same_work_on_one_socket_or_many(self):
        for transport in ("native", "native-sockets"):
            code, document, said = bench("run", self.folder, *TINY, "--workload", "variant_a,e,f,batch-write", "--operations", 200,
                                         "--connections", 8, "--transport", transport)
            self.assertEqual(code, 0, said)
            self.assertEqual([(one["transport"], one["operations"], one["misses"]) for one in document["results"]],
                             [(transport, 200, 0)] * 4)

    def test_the_index_names_runs_newest_first_and_forgets_those_that_are_gone(self):
        def entry(name, started):
            os.makedirs(os.path.join(self.folder, name))
            with open(os.path.join(self.folder, name, "results.json"), "w", encoding="utf-8"):
                pass
            return {"id": name, "started": started, "path": f"{name}/results.json"}
        for name, started in (("b", "2026-01-02T00:00:00Z"), ("a", "2026-01-01T00:00:00Z"), ("c", "2026-01-03T00:00:00Z")):
            results.update_index(self.folder, entry(name, started))
        os.unlink(os.path.join(self.folder, "a", "results.json"))
        results.update_index(self.folder, entry("d", "2025-01-01T00:00:00Z"))
        with open(os.path.join(self.folder, "index.json"), encoding="utf-8") as file:
            self.assertEqual([run["id"] for run in json.load(file)["runs"]], ["c", "b", "d"])

    def test_errors_are_counted_and_fail_the_run(self):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            code, document, said = bench("run", self.folder, *TINY, "--endpoint", f"http://127.0.0.1:{server.server_port}",
                                         "--workload", "50/50", "--operations", 100, "--connections", 2)
            server.shutdown()
        self.assertEqual(code, 1, said)
        (one,) = document["results"]
        self.assertEqual(one["errors"], one["errors_by_status"]["500"])
        self.assertEqual(one["errors"] + one["operations"], 100)
        self.assertIn("InternalServerError", one["first_error"])
        self.assertIn("InternalServerError", said)

    def test_nobody_at_the_endpoint_is_said_in_a_line(self):
        code, document, said = bench("run", self.folder, *TINY, "--endpoint", "http://127.0.0.1:1", "--workload", "get")
        self.assertEqual((code, document), (1, None))
        self.assertIn("loading", said)
        self.assertNotIn("Traceback", said)

    def test_peers_run_in_turns_and_are_compared_round_by_round(self):
        with Daemon("--slots", "1") as other:
            code, document, said = bench("compare", self.folder, *TINY, "--peer", f"other={other.endpoint}", "--workload", "get",
                                         "--connections", "2", "--rounds", "2", "--operations", "300")
        self.assertEqual(code, 0, said)
        self.assertEqual([(one["server"], one["round"]) for one in document["results"]],
                         [("partita", 1), ("other", 1), ("other", 2), ("partita", 2)])
        row = next(row for row in document["summary"] if row["server"] == "partita")
        quotients = sorted(document["results"][mine]["throughput"] / document["results"][theirs]["throughput"]
                           for mine, theirs in ((0, 1), (3, 2)))
        self.assertEqual((row["ratios"]["other"]["min"], row["ratios"]["other"]["max"]),
                         tuple(round(quotient, 2) for quotient in quotients))

    def test_curves_are_pictures_that_a_browser_can_read(self):
        code, document, said = bench("curves", self.folder, "--only", "connections,recovery", "--records", 200, "--connections", "1,8",
                                     "--seconds", "3", "--recovery-writes", "50,100", "--pictures", self.folder)
        self.assertEqual(code, 0, said)
        names = [curve["name"] for curve in document["curves"]]
        self.assertEqual(names, ["connections-throughput", "connections-latency", "recovery"])
        for name in names:
            picture = xml.etree.ElementTree.parse(os.path.join(self.folder, f"{name}.svg")).getroot()
            self.assertTrue(picture.findall(".//{http://www.w3.org/2000/svg}polyline"), name)

    def test_a_chart_puts_every_point_inside_its_frame(self):
        points = [(1, 0.5), (512, 90_000), (64, 3)]
        root = xml.etree.ElementTree.fromstring(svg.chart("a < b", "s", "x", "y", [("one", points)], log_y=True))
        for circle in root.iter("{http://www.w3.org/2000/svg}circle"):
            self.assertTrue(svg.LEFT <= float(circle.get("cx")) <= svg.WIDTH - svg.RIGHT)
            self.assertTrue(svg.TOP <= float(circle.get("cy")) <= svg.HEIGHT - svg.BOTTOM)

    def test_batches_are_read_from_metrics(self):
        before = 'partita_batch_requests_sum{slot="0"} 100\npartita_batch_requests_count{slot="0"} 50\n'
        after = ('partita_batch_requests_sum{slot="0"} 400\npartita_batch_requests_count{slot="0"} 60\n'
                 'partita_batch_requests_bucket{slot="0",le="8"} 9\n')
        self.assertEqual(reach.batch_size(before, after), 30)
        self.assertIsNone(reach.batch_size(None, None))


if __name__ == "__main__":
    unittest.main()
