"""The daemon as an operator meets it: starting, stopping, starting twice, children that die, a supervisor that dies."""

import os
import re
import signal
import socket
import subprocess
import time
import unittest

import boto3
from botocore.config import Config

from daemon import PARTITA, Daemon, free_port


def client_of(daemon, attempts=1):
    return boto3.client("dynamodb", endpoint_url=daemon.endpoint, region_name="us-east-1", aws_access_key_id="a",
                        aws_secret_access_key="b",
                        config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}))


def make_table(client, name="things"):
    client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST",
                        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
                        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}])
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


CHILDREN = ("partita-registryd", "partita-partitiond", "partita-gateway")


class Lifecycle(unittest.TestCase):
    def test_data_survives_an_orderly_restart(self):
        with Daemon("--slots", "2") as daemon:
            client = client_of(daemon)
            make_table(client)
            for number in range(100):
                client.put_item(TableName="things", Item={"k": {"S": str(number)}})
            self.assertEqual(daemon.stop(), 0)
            daemon.start()
            client = client_of(daemon)
            for number in range(100):
                self.assertIn("Item", client.get_item(TableName="things", Key={"k": {"S": str(number)}}))
            self.assertEqual(client.describe_table(TableName="things")["Table"]["ItemCount"], 100)

    def test_the_log_says_how_long_each_start_took(self):
        with Daemon("--slots", "4") as daemon:
            starts = lambda: len(re.findall(r"supervisor ready in \d+(?:\.\d+)? ms", daemon.log()))
            self.assertTrue(wait_for(lambda: starts() == 1), daemon.log())
            daemon.stop()
            daemon.start()
            self.assertTrue(wait_for(lambda: starts() == 2), daemon.log())

    def test_a_second_start_in_the_same_data_is_refused_with_one_clear_line(self):
        with Daemon() as daemon:
            second = subprocess.run([PARTITA, "serve", "--data", daemon.data, "--port", str(free_port())],
                                    capture_output=True, text=True, timeout=10)
            self.assertNotEqual(second.returncode, 0)
            self.assertEqual(len(second.stderr.strip().splitlines()), 1, second.stderr)
            self.assertIn(str(daemon.process.pid), second.stderr)

    def test_a_taken_port_is_refused_with_one_clear_line(self):
        with Daemon() as daemon, Daemon() as other:
            other.stop()
            second = subprocess.run([PARTITA, "serve", "--data", other.data, "--port", str(daemon.port)],
                                    capture_output=True, text=True, timeout=10)
            self.assertNotEqual(second.returncode, 0)
            self.assertEqual(len(second.stderr.strip().splitlines()), 1, second.stderr)
            self.assertIn(str(daemon.port), second.stderr)

    def test_every_kind_of_child_comes_back_and_is_remembered(self):
        with Daemon("--slots", "2") as daemon:
            client = client_of(daemon, attempts=20)
            make_table(client)
            for program in CHILDREN:
                with self.subTest(program):
                    victim = daemon.pids(program)[0]
                    os.kill(victim, signal.SIGKILL)
                    self.assertTrue(wait_for(lambda: victim not in daemon.pids(program) and daemon.pids(program)))
                    self.assertTrue(wait_for(lambda: all(p["state"] == "ready" for p in daemon.processes())))
                    client.put_item(TableName="things", Item={"k": {"S": program}})
            restarts = {}
            for process in daemon.processes():
                restarts[process["role"]] = restarts.get(process["role"], 0) + process["restarts"]
            self.assertEqual((restarts["registry"], restarts["partition"], restarts["gateway"]), (1, 1, 1))

    def test_items_are_served_while_the_registry_is_dead(self):
        with Daemon("--slots", "2") as daemon:
            client = client_of(daemon)
            make_table(client)
            os.kill(daemon.pids("partita-registryd")[0], signal.SIGSTOP)
            for number in range(20):
                client.put_item(TableName="things", Item={"k": {"S": str(number)}})
                self.assertIn("Item", client.get_item(TableName="things", Key={"k": {"S": str(number)}}))
            os.kill(daemon.pids("partita-registryd")[0], signal.SIGKILL)
            for number in range(20):
                client.put_item(TableName="things", Item={"k": {"S": str(number)}})

    def test_a_killed_supervisor_leaves_no_orphan_and_nothing_in_the_way(self):
        with Daemon("--slots", "2") as daemon:
            client = client_of(daemon)
            make_table(client)
            client.put_item(TableName="things", Item={"k": {"S": "kept"}})
            children = [pid for program in CHILDREN for pid in daemon.pids(program)]
            self.assertEqual(len(children), 4)
            daemon.process.kill()
            daemon.process.wait()
            self.assertTrue(wait_for(lambda: not any(alive(pid) for pid in children)))
            daemon.start()
            self.assertIn("Item", client_of(daemon).get_item(TableName="things", Key={"k": {"S": "kept"}}))

    def test_what_was_accepted_is_answered_before_the_end(self):
        with Daemon("--slots", "2") as daemon:
            client = client_of(daemon)
            make_table(client)
            body = b'{"TableName":"things","Item":{"k":{"S":"last"}}}'
            head = (b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n"
                    b"Content-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\n\r\n" % len(body))
            with socket.create_connection(("127.0.0.1", daemon.port)) as peer:
                peer.sendall(head + body)
                time.sleep(0.002)
                daemon.process.send_signal(signal.SIGTERM)
                peer.settimeout(10)
                answer = peer.recv(65536)
            self.assertTrue(answer.startswith(b"HTTP/1.1 200"), answer)
            daemon.process.wait(20)
            daemon.start()
            self.assertIn("Item", client_of(daemon).get_item(TableName="things", Key={"k": {"S": "last"}}))

    def test_another_number_of_slots_is_refused_on_existing_data(self):
        with Daemon("--slots", "2") as daemon:
            daemon.stop()
            other = subprocess.run([PARTITA, "serve", "--data", daemon.data, "--slots", "3", "--port", str(free_port())],
                                   capture_output=True, text=True, timeout=10)
            self.assertNotEqual(other.returncode, 0)
            self.assertEqual(len(other.stderr.strip().splitlines()), 1, other.stderr)


if __name__ == "__main__":
    unittest.main()
