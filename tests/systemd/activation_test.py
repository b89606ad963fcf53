"""Socket activation: a service manager holds the listening socket; the house is ended and started
again, by SIGTERM and by SIGKILL, under clients that connect anew for every request."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

PARTITA = os.environ["PARTITA"]


class ServiceManager:
    """What systemd does for partita.socket and partita.service: it opens the socket once and passes it to every
    life of the service as descriptor 3."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="partita-activation-")
        self.data = os.path.join(self.directory, "data")
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.port = self.listener.getsockname()[1]
        self.process = None

    def start(self):
        with open(os.path.join(self.directory, "log"), "ab") as log:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", PARTITA, "serve", "--data", self.data, "--slots", "2"],
                stdout=log, stderr=log, pass_fds=(3,), preexec_fn=lambda: os.dup2(self.listener.fileno(), 3),
                env={**os.environ, "LISTEN_FDS": "1", "LISTEN_FDNAMES": "http"})

    def log(self):
        with open(os.path.join(self.directory, "log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(60)

    def close(self):
        if self.process is not None and self.process.poll() is None:
            self.end(signal.SIGTERM)
        self.listener.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def call(port, operation, body, seconds=60):
    """One request on a connection of its own: status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("POST", "/", json.dumps(body), {
            "X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0",
            "Connection": "close", "Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    finally:
        connection.close()


class Writer(threading.Thread):
    """Puts item after item, each over a new connection; remembers what was acknowledged and who refused."""

    def __init__(self, port, name):
        super().__init__()
        self.port, self.name_of_items = port, name
        self.acknowledged, self.refused, self.interrupted = [], [], 0
        self.done = threading.Event()

    def run(self):
        number = 0
        while not self.done.is_set():
            key = f"{self.name_of_items}-{number}"
            number += 1
            try:
                status, _ = call(self.port, "PutItem", {"TableName": "things", "Item": {"k": {"S": key}}})
                if status == 200:
                    self.acknowledged.append(key)
            except ConnectionRefusedError as error:
                self.refused.append(str(error))
            except (OSError, http.client.HTTPException):
                self.interrupted += 1  # accepted by a process that died: the outcome is open


class Activation(unittest.TestCase):
    def setUp(self):
        self.manager = ServiceManager()
        self.addCleanup(self.manager.close)
        self.manager.start()
        status, said = call(self.manager.port, "CreateTable", {
            "TableName": "things", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}]})
        self.assertEqual(status, 200, said)
        while call(self.manager.port, "DescribeTable", {"TableName": "things"})[1]["Table"]["TableStatus"] != "ACTIVE":
            time.sleep(0.02)

    def test_the_first_request_may_come_before_the_house_is_up(self):
        self.assertEqual(self.manager.end(signal.SIGTERM), 0)
        answers = []
        early = threading.Thread(target=lambda: answers.append(call(self.manager.port, "ListTables", {})))
        early.start()
        time.sleep(0.2)
        self.assertEqual(answers, [])
        self.manager.start()
        early.join(30)
        self.assertEqual(answers, [(200, {"TableNames": ["things"]})], self.manager.log())

    def test_restarts_refuse_nobody_and_lose_nothing(self):
        writers = [Writer(self.manager.port, f"w{number}") for number in range(4)]
        for writer in writers:
            writer.start()
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            before = sum(len(writer.acknowledged) for writer in writers)
            deadline = time.monotonic() + 30
            while sum(len(writer.acknowledged) for writer in writers) < before + 50:
                self.assertLess(time.monotonic(), deadline, self.manager.log())
                time.sleep(0.01)
            ended = self.manager.end(number)
            self.assertEqual(ended, 0 if number == signal.SIGTERM else -signal.SIGKILL, self.manager.log())
            time.sleep(0.1)  # longer than a service manager would take, so that clients do come meanwhile
            self.manager.start()
        call(self.manager.port, "ListTables", {})
        for writer in writers:
            writer.done.set()
            writer.join(60)
        self.assertEqual([writer.refused for writer in writers], [[]] * 4)
        for writer in writers:
            for key in writer.acknowledged:
                status, said = call(self.manager.port, "GetItem", {"TableName": "things", "Key": {"k": {"S": key}}})
                self.assertEqual((status, "Item" in said), (200, True), key)
        print(f"{sum(len(w.acknowledged) for w in writers)} acknowledged, "
              f"{sum(w.interrupted for w in writers)} interrupted, nobody refused")


if __name__ == "__main__":
    unittest.main()
