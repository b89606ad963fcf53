"""kill -9 of every kind of process while clients write: what was acknowledged is there, what was refused is whole or absent.

Each writer owns its keys and counts them up with plain PutItem and conditional UpdateItem; after every kill and at the end the stored
value of a key must be one the writer had sent, and at least the last one that was acknowledged.
"""

import argparse
import http.client
import json
import os
import random
import signal
import sys
import threading
import time

from daemon import Daemon

WRITERS = 8
KEYS_PER_WRITER = 16


class Caller:
    """One keep-alive connection; a broken one is opened again."""

    def __init__(self, port):
        self.port = port
        self.connection = None

    def call(self, operation, **body):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            self.connection.request("POST", "/", json.dumps(body), {
                "X-Amz-Target": "DynamoDB_20120810." + operation, "Content-Type": "application/x-amz-json-1.0"})
            answer = self.connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return 0, {"message": str(error)}


class Writer(threading.Thread):
    def __init__(self, number, port, stop):
        super().__init__()
        self.number = number
        self.caller = Caller(port)
        self.stop_event = stop
        self.sent = {}
        self.acknowledged = {}
        self.unclear = 0
        self.writes = 0
        self.wrong = []

    def run(self):
        random_key = random.Random(self.number)
        while not self.stop_event.is_set():
            key = f"writer-{self.number}-{random_key.randrange(KEYS_PER_WRITER)}"
            value = self.sent.get(key, 0) + 1
            self.sent[key] = value
            status, answer = self.write(key, value)
            if status == 200:
                self.acknowledged[key] = value
                self.writes += 1
            elif status == 0 or status >= 500:
                self.unclear += 1
                time.sleep(0.005)
            else:
                self.wrong.append((key, status, answer))

    def write(self, key, value):
        if value % 2:
            return self.caller.call("PutItem", TableName="chaos", Item={"k": {"S": key}, "v": {"N": str(value)}})
        return self.caller.call("UpdateItem", TableName="chaos", Key={"k": {"S": key}}, UpdateExpression="SET v = :v",
                                ExpressionAttributeValues={":v": {"N": str(value)}})


def check(writers, port):
    caller, lost = Caller(port), []
    for writer in writers:
        for key, acknowledged in writer.acknowledged.items():
            status, answer = 0, {}
            for _ in range(200):
                status, answer = caller.call("GetItem", TableName="chaos", Key={"k": {"S": key}}, ConsistentRead=True)
                if status == 200:
                    break
                time.sleep(0.05)
            value = int(answer["Item"]["v"]["N"]) if status == 200 and "Item" in answer else None
            if value is None or not acknowledged <= value <= writer.sent[key]:
                lost.append((key, acknowledged, value, writer.sent[key]))
    return lost


def kill_one(daemon, program, rng):
    pids = daemon.pids(program)
    if pids:
        os.kill(rng.choice(pids), signal.SIGKILL)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    print("seed", options.seed)
    with Daemon("--slots", "3", "--gateways", "2") as daemon:
        caller = Caller(daemon.port)
        status, answer = caller.call("CreateTable", TableName="chaos", BillingMode="PAY_PER_REQUEST",
                                     AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
                                     KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}])
        assert status == 200, answer
        while caller.call("DescribeTable", TableName="chaos")[1]["Table"]["TableStatus"] != "ACTIVE":
            time.sleep(0.01)
        stop = threading.Event()
        writers = [Writer(number, daemon.port, stop) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        end = time.monotonic() + options.seconds
        kills = 0
        programs = ["partita-partitiond", "partita-gateway", "partita-registryd", "supervisor"]
        while time.monotonic() < end:
            time.sleep(rng.uniform(0.3, 1.5))
            program = programs[kills % len(programs)]
            if program == "supervisor":
                daemon.process.kill()
                daemon.process.wait()
                daemon.start()
            else:
                kill_one(daemon, program, rng)
            kills += 1
        stop.set()
        for writer in writers:
            writer.join()
        lost = check(writers, daemon.port)
        wrong = [entry for writer in writers for entry in writer.wrong]
        writes = sum(writer.writes for writer in writers)
        print(f"{writes} acknowledged writes, {sum(w.unclear for w in writers)} unclear, {kills} kills, "
              f"{len(lost)} lost, {len(wrong)} wrong answers")
        if lost or wrong or writes < 100 or kills < 4:
            print("lost (key, acknowledged, stored, sent):", lost[:10], "wrong:", wrong[:10], daemon.log()[-4000:], sep="\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
