"""A real Prometheus scrapes a real daemon: the page is well formed, the counts are true, they survive deaths."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from daemon import Daemon, free_port

PROMETHEUS = shutil.which("prometheus")
PROMTOOL = shutil.which("promtool")
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MONITORING = os.path.join(SOURCE, "systemd", "monitoring")


def documented_metrics():
    with open(os.path.join(SOURCE, "docs", "metrics.md"), encoding="utf-8") as page:
        return set(re.findall(r"^\| `(partita_\w+)` \|", page.read(), re.MULTILINE))


def metrics_of(expression):
    """The names of ours in a PromQL expression, without what a histogram adds."""
    names = set(re.findall(r"\bpartita_\w+", expression))
    return {re.sub(r"_(bucket|sum|count)$", "", name) if re.search(r"_seconds_|_requests_(b|s|c)", name) else name
            for name in names}


def within(seconds, look):
    """What `look` says, as soon as it is not None or False."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found is not None and found is not False:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


class Prometheus:
    """The distribution's Prometheus with an empty database, scraping `target` five times a second."""

    def __init__(self, target, rules=None):
        self.directory = tempfile.mkdtemp(prefix="partita-prometheus-")
        self.port = free_port()
        config = {"global": {"scrape_interval": "200ms", "evaluation_interval": "200ms"},
                  "rule_files": [rules] if rules else [],
                  "scrape_configs": [{"job_name": "partita", "static_configs": [{"targets": [target]}]}]}
        path = os.path.join(self.directory, "prometheus.yml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(config, file)  # JSON is YAML
        self.log = open(os.path.join(self.directory, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [PROMETHEUS, f"--config.file={path}", f"--storage.tsdb.path={self.directory}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)

    def query(self, expression):
        """[(labels, value)] of an instant query; none while Prometheus is not ready."""
        url = f"http://127.0.0.1:{self.port}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                found = json.load(answer)
        except (urllib.error.URLError, ConnectionError):
            return []
        return [(row["metric"], float(row["value"][1])) for row in found["data"]["result"]]

    def check(self, expression):
        """Raises when it is not PromQL."""
        url = f"http://127.0.0.1:{self.port}/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{expression}: {refused.read().decode()}") from None

    def number(self, expression):
        found = self.query(expression)
        return found[0][1] if found else None

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


class PrometheusTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("--slots", "2")
        cls.daemon.start()
        cls.prometheus = Prometheus(f"127.0.0.1:{cls.daemon.port}")

    @classmethod
    def tearDownClass(cls):
        cls.prometheus.stop()
        cls.daemon.__exit__()

    # ---- the client

    def ask(self, operation, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=20)
        try:
            connection.request("POST", "/", json.dumps(body), {
                "X-Amz-Target": "DynamoDB_20120810." + operation, "Content-Type": "application/x-amz-json-1.0"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    def make_table(self, name):
        self.assertEqual(self.ask("CreateTable", {
            "TableName": name, "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}]})[0], 200)
        within(20, lambda: self.ask("DescribeTable", {"TableName": name})[1]["Table"]["TableStatus"] == "ACTIVE")

    def put(self, table, key):
        return self.ask("PutItem", {"TableName": table, "Item": {"k": {"S": key}, "text": {"S": "x" * 100}}})[0]

    def page(self):
        with urllib.request.urlopen(self.daemon.endpoint + "/metrics", timeout=20) as answer:
            self.assertEqual(answer.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            return answer.read().decode()

    def sample(self, name, **labels):
        """The value of one series on the page; 0 when it is not there."""
        for line in self.page().splitlines():
            match = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line)
            if match and match[1] == name and dict(re.findall(r'(\w+)="([^"]*)"', match[2] or "")) == labels:
                return float(match[3])
        return 0

    # ---- the tests

    def test_promtool_finds_the_page_well_formed(self):
        self.make_table("well-formed")
        self.put("well-formed", "a")
        self.ask("GetItem", {"TableName": "well-formed", "Key": {"wrong": {"S": "a"}}})
        checked = subprocess.run([PROMTOOL, "check", "metrics"], input=self.page(), text=True, check=False,
                                 capture_output=True)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))

    def test_counts_are_those_of_the_client(self):
        self.make_table("counted")
        for number in range(7):
            self.assertEqual(self.put("counted", f"item {number}"), 200)
        self.assertEqual(self.ask("PutItem", {"TableName": "counted", "Item": {"k": {"S": "item 0"}},
                                              "ConditionExpression": "attribute_not_exists(k)"})[0], 400)
        self.assertEqual(self.ask("Scan", {"TableName": "counted"})[1]["Count"], 7)
        self.assertEqual(self.sample("partita_requests_total", operation="PutItem", table="counted"), 8)
        self.assertEqual(
            self.sample("partita_request_duration_seconds_count", operation="PutItem", table="counted"), 7)
        self.assertEqual(self.sample("partita_table_errors_total", table="counted", fault="condition",
                                     error="ConditionalCheckFailedException"), 1)
        self.assertEqual(self.sample("partita_returned_items_total", operation="Scan", table="counted"), 7)
        self.assertEqual(self.sample("partita_consumed_write_capacity_units_total", table="counted"), 8)
        within(5, lambda: self.sample("partita_table_items", table="counted") == 7)

    def test_an_unknown_table_or_operation_makes_no_label(self):
        self.ask("GetItem", {"TableName": "nobody-made-this", "Key": {"k": {"S": "a"}}})
        self.ask("DropEverything", {})
        page = self.page()
        self.assertNotIn("nobody-made-this", page)
        self.assertNotIn("DropEverything", page)
        self.assertGreaterEqual(self.sample("partita_request_errors_total", operation="Unknown", fault="client",
                                            error="UnknownOperationException"), 1)

    def test_prometheus_sees_what_the_page_says(self):
        self.make_table("scraped")
        for number in range(5):
            self.put("scraped", f"item {number}")
        expression = 'partita_requests_total{operation="PutItem",table="scraped"}'
        within(20, lambda: self.prometheus.number(expression) == 5)
        self.assertEqual(self.prometheus.number("up"), 1)
        within(10, lambda: self.prometheus.number("sum(partita_process_up)") == 5)
        quantile = self.prometheus.number(
            "histogram_quantile(0.5, sum by (le) (partita_request_duration_seconds_bucket"
            '{operation="PutItem",table="scraped"}))')
        self.assertGreater(quantile, 0)
        self.assertLess(quantile, 20)
        self.assertGreater(within(10, lambda: self.prometheus.number(
            "sum(partita_process_resident_memory_bytes)")), 10 << 20)

    def test_counters_go_on_when_a_partition_and_the_gateway_are_killed(self):
        self.make_table("survivor")
        for number in range(20):
            self.assertEqual(self.put("survivor", f"item {number}"), 200)
        requests = 'sum(partita_requests_total{operation="PutItem",table="survivor"})'
        commits = "sum(partita_commit_duration_seconds_count)"
        within(20, lambda: self.prometheus.number(requests) == 20)
        commits_before = within(5, lambda: self.prometheus.number(commits))
        for program in ("partita-partitiond", "partita-gateway"):
            for pid in self.daemon.pids(program):
                os.kill(pid, signal.SIGKILL)
        within(30, self.all_ready)
        for number in range(5):
            within(20, lambda number=number: self.try_put(f"later {number}"))
        within(20, lambda: (self.prometheus.number(requests) or 0) >= 25)
        self.assertGreater(within(5, lambda: self.prometheus.number(commits)), commits_before)
        for expression in ("partita_requests_total", "partita_commit_duration_seconds_count",
                           "partita_process_cpu_seconds_total", "partita_messages_sent_total"):
            self.assertEqual(self.prometheus.number(f"sum(resets({expression}[5m]))"), 0, expression)
        restarts = dict((row["process"], value) for row, value in
                        self.prometheus.query("sum by (process) (partita_process_restarts_total)"))
        self.assertEqual((restarts["partition"], restarts["gateway"], restarts["registryd"]), (2, 1, 0))
        self.assertGreaterEqual(self.prometheus.number("partita_rings_replaced_total"), 3)

    def test_alert_rules_say_what_their_cases_say(self):
        for command in (["check", "rules", "partita.rules.yml"], ["check", "config", "prometheus.yml"],
                        ["test", "rules", "partita.rules.test.yml"]):
            checked = subprocess.run([PROMTOOL, *command], cwd=MONITORING, check=False, capture_output=True, text=True)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        with open(os.path.join(MONITORING, "partita.rules.yml"), encoding="utf-8") as file:
            self.assertLessEqual(metrics_of(re.sub(r"#.*|description:.*", "", file.read())), documented_metrics())

    def test_the_dashboard_asks_what_prometheus_understands(self):
        with open(os.path.join(MONITORING, "grafana-dashboard.json"), encoding="utf-8") as file:
            dashboard = json.load(file)
        panels = dashboard["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        self.assertEqual([panel["title"] for panel in panels if panel["type"] == "row"],
                         ["API", "Slots", "Disk", "Processes"])
        taken = set()
        for panel in panels:
            grid = panel["gridPos"]
            cells = {(x, y) for x in range(grid["x"], grid["x"] + grid["w"])
                     for y in range(grid["y"], grid["y"] + grid["h"])}
            self.assertTrue(max(x for x, _ in cells) < 24 and not cells & taken, panel["title"])
            taken |= cells
        targets = [target["expr"] for panel in panels for target in panel.get("targets", [])]
        self.assertGreater(len(targets), 40)
        within(20, lambda: self.prometheus.number("up"))
        for expression in targets:
            self.assertLessEqual(metrics_of(expression), documented_metrics(), expression)
            self.prometheus.check(expression.replace("$instance", ".*").replace("$__rate_interval", "1m"))

    def all_ready(self):
        try:
            return all(process["state"] == "ready" for process in self.daemon.processes())
        except (KeyError, json.JSONDecodeError):
            return False

    def try_put(self, key):
        try:
            return self.put("survivor", key) == 200
        except (OSError, http.client.HTTPException):
            return False


if __name__ == "__main__":
    if PROMETHEUS is None or PROMTOOL is None:
        print("no prometheus is installed")
        sys.exit(77)
    unittest.main(verbosity=2)
