"""`partita check`: a whole house is clean; whatever is damaged in its files is found and named."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest

import boto3
from botocore.config import Config

from daemon import PARTITA, Daemon

ITEMS = 200


def client_of(daemon):
    return boto3.client("dynamodb", endpoint_url=daemon.endpoint, region_name="us-east-1", aws_access_key_id="a",
                        aws_secret_access_key="b", config=Config(retries={"total_max_attempts": 1, "mode": "standard"}))


def fill(client):
    client.create_table(
        TableName="orders", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}, {"AttributeName": "day", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        GlobalSecondaryIndexes=[{"IndexName": "by_day", "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
                                 "Projection": {"ProjectionType": "ALL"}}])
    client.get_waiter("table_exists").wait(TableName="orders", WaiterConfig={"Delay": 1})
    client.update_time_to_live(TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
    for number in range(ITEMS):
        client.put_item(TableName="orders", Item={
            "k": {"S": f"key-{number:04}"}, "day": {"N": str(number % 7)}, "until": {"N": "4102444800"},
            "text": {"S": f"text-of-{number:04}-" + "x" * 300}})
    client.delete_item(TableName="orders", Key={"k": {"S": "key-0003"}})
    client.transact_write_items(ClientRequestToken="token", TransactItems=[
        {"Put": {"TableName": "orders", "Item": {"k": {"S": f"both-{number}"}, "day": {"N": "9"}}}} for number in (1, 2)])


def check(data, *options):
    done = subprocess.run([PARTITA, "check", "--data", data, *options], check=False, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def content_of(path):
    with open(path, "rb") as file:
        return file.read()


def flip(path, offset, bit=1):
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ bit]))


class Check(unittest.TestCase):
    """One house, made once and stopped in order; every test damages a copy of its own."""

    @classmethod
    def setUpClass(cls):
        cls.origin = tempfile.mkdtemp(prefix="partita-check-")
        os.mkdir(os.path.join(cls.origin, "data"), mode=0o700)
        with Daemon("--slots", "2", data=os.path.join(cls.origin, "data")) as daemon:
            fill(client_of(daemon))
            assert daemon.stop() == 0

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.origin)

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="partita-check-")
        self.data = os.path.join(self.folder, "data")
        shutil.copytree(os.path.join(self.origin, "data"), self.data, ignore=shutil.ignore_patterns("*.sock", "*.ballast"))
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.data, name)

    def slot_with(self, needle):
        """The slot file that holds these bytes, and where."""
        for name in ("slot-0000.db", "slot-0001.db"):
            with open(self.path(name), "rb") as file:
                at = file.read().find(needle)
            if at >= 0:
                return name, at
        raise AssertionError(f"{needle} is in no slot")

    def sql(self, name, *statements):
        with sqlite3.connect(self.path(name)) as database:
            for statement in statements:
                database.execute(statement)
        database.close()
        for end in ("-wal", "-shm"):
            if os.path.exists(self.path(name + end)):
                os.unlink(self.path(name + end))

    def finds(self, *patterns):
        code, out, err = check(self.data)
        self.assertEqual((code, err), (1, ""), out)
        for pattern in patterns:
            self.assertRegex(out, re.compile(pattern, re.MULTILINE))
        self.assertRegex(out.splitlines()[-1], r"^checked 2 slots: .* findings$")
        return out

    def test_a_whole_house_is_clean_and_stays_byte_for_byte_what_it_was(self):
        before = {name: content_of(self.path(name)) for name in os.listdir(self.data) if name.endswith((".db", ".json"))}
        code, out, err = check(self.data)
        self.assertEqual((code, err), (0, ""), out)
        self.assertRegex(out, rf"^checked 2 slots: 1 tables, {ITEMS + 1} items, {2 * ITEMS} index entries, "
                              rf"{ITEMS + 3} stream records: nothing is wrong\n$")
        for name, content in before.items():
            self.assertEqual(content_of(self.path(name)), content, name)
        self.assertEqual([name for name in os.listdir(self.data) if name.endswith("-wal")], [])

    def test_json(self):
        code, out, _ = check(self.data, "--json")
        said = json.loads(out)
        self.assertEqual((code, said["clean"], said["findings"], said["items"]), (0, True, [], ITEMS + 1))
        name, at = self.slot_with(b"text-of-0007-")
        flip(self.path(name), at + 2)
        code, out, _ = check(self.data, "--json")
        said = json.loads(out)
        self.assertEqual((code, said["clean"]), (1, False))
        finding = said["findings"][0]
        self.assertEqual((finding["file"], finding["table"], json.loads(finding["key"])),
                         (name, "orders", {"k": {"S": "key-0007"}}))

    def test_a_flipped_bit_in_an_item(self):
        name, at = self.slot_with(b"text-of-0042-")
        flip(self.path(name), at + 5)
        out = self.finds(rf'^{name}: table orders: key {{"k":{{"S":"key-0042"}}}}: the item is damaged')
        self.assertEqual(len(out.splitlines()), 2, out)

    def test_flipped_bits_in_the_key_index(self):
        name, _ = self.slot_with(b"key-0042")
        with sqlite3.connect(self.path(name)) as database:
            page, = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'items_by_key'").fetchone()
        with open(self.path(name), "rb") as file:
            content = file.read()
        # The last bytes of a page hold its first cell: a key.
        flip(self.path(name), page * 8192 - 3 if content[page * 8192 - 3] else page * 8192 - 12, 0x10)
        self.finds(rf"^{name}: SQLite finds: ")

    def test_a_removed_index_row(self):
        name, _ = self.slot_with(b"text-of-0042-")
        self.sql(name, "DELETE FROM index_entries WHERE index_id = 1 AND instr(key, CAST('key-0042' AS BLOB)) > 0")
        self.finds(rf'^{name}: table orders: key {{"k":{{"S":"key-0042"}}}}: index by_day has no entry of this item',
                   rf"^{name}: table orders: \d+ of \d+ bytes are counted of index 1, and \d+ of \d+ bytes are there")

    def test_a_removed_entry_of_the_expiry_index(self):
        name, _ = self.slot_with(b"text-of-0042-")
        self.sql(name, "DELETE FROM index_entries WHERE index_id > 1 AND instr(key, CAST('key-0042' AS BLOB)) > 0")
        self.finds(rf'^{name}: table orders: key {{"k":{{"S":"key-0042"}}}}: index of expiry times has no entry')

    def test_a_removed_item(self):
        name, _ = self.slot_with(b"text-of-0042-")
        self.sql(name, "DELETE FROM items WHERE instr(key, CAST('key-0042' AS BLOB)) > 0")
        self.finds(rf'^{name}: table orders: key {{"k":{{"S":"key-0042"}}}}: index by_day has an entry of an item that is not there',
                   rf"^{name}: table orders: \d+ of \d+ bytes are counted, and \d+ of \d+ bytes are there")

    def test_an_entry_that_is_not_its_items(self):
        name, _ = self.slot_with(b"text-of-0042-")
        self.sql(name, "INSERT INTO index_entries SELECT table_id, index_id, substr(key, 1, 1) || x'01' || substr(key, 3), "
                       "entry_size, view_size FROM index_entries WHERE index_id = 1 AND instr(key, CAST('key-0042' AS BLOB)) > 0")
        self.finds(rf'^{name}: table orders: key {{"k":{{"S":"key-0042"}}}}: index by_day has an entry that is not this item\'s')

    def test_an_item_under_anothers_key(self):
        name, _ = self.slot_with(b"text-of-0042-")
        self.sql(name, "UPDATE items SET key = substr(key, 1, 8) || CAST('key-9999' AS BLOB) || x'0001' "
                       "WHERE instr(key, CAST('key-0042' AS BLOB)) > 0")
        self.finds(rf'^{name}: table orders: key {{"k":{{"S":"key-9999"}}}}: the item is damaged')

    def test_counts_that_are_wrong(self):
        self.sql("slot-0001.db", "UPDATE statistics SET item_count = item_count + 1 WHERE index_id = 0")
        self.finds(r"^slot-0001.db: table orders: \d+ of \d+ bytes are counted, and")

    def test_swapped_slot_files(self):
        os.rename(self.path("slot-0000.db"), self.path("other"))
        os.rename(self.path("slot-0001.db"), self.path("slot-0000.db"))
        os.rename(self.path("other"), self.path("slot-0001.db"))
        self.finds(r"^slot-0000.db: .* is slot 1/2, not 0/2$", r"^slot-0001.db: .* is slot 0/2, not 1/2$")

    def test_a_slot_file_that_claims_to_be_another(self):
        shutil.copy(self.path("slot-0001.db"), self.path("slot-0000.db"))
        self.sql("slot-0000.db", "UPDATE meta SET slot = '0/2'")
        self.finds(r'^slot-0000.db: table orders: key {"k":{"S":"[a-z]+-\d+"}}: the item belongs to slot 1$')

    def test_a_missing_slot_file(self):
        os.unlink(self.path("slot-0001.db"))
        self.finds(r"^slot-0001.db: it is not there, and once was$")

    def test_a_slot_file_of_another_day(self):
        self.sql("slot-0001.db", "UPDATE meta SET seq = seq - 1")
        self.finds(r"^slot-0001.db: it is at commit \d+\.\d+, but \d+\.\d+ was acknowledged: something is missing$")

    def test_a_file_that_is_no_database_any_more(self):
        with open(self.path("slot-0001.db"), "r+b") as file:
            file.write(b"\0" * 100)
        self.finds(r"^slot-0001.db: it cannot be read as a database: ")

    def test_a_truncated_file(self):
        with open(self.path("slot-0001.db"), "r+b") as file:
            file.truncate(3 * 8192)
        self.finds(r"^slot-0001.db: ")

    def test_a_record_of_a_stream(self):
        name = "slot-0001.db"
        self.sql(name, "UPDATE changes SET record = record || x'00' WHERE id = (SELECT min(id) + 2 FROM changes)")
        self.finds(rf"^{name}: table orders: record 3 of its stream: ")

    def test_a_missing_record_of_a_stream(self):
        name = "slot-0001.db"
        self.sql(name, "DELETE FROM changes WHERE id = (SELECT min(id) + 2 FROM changes)")
        self.finds(rf"^{name}: table orders: its stream lacks the records 3 to 3$")

    def test_the_catalog(self):
        self.sql("catalog.db", "UPDATE tables SET document = replace(document, 'PAY_PER_REQUEST', 'FREE')")
        self.finds(r"^catalog.db: the document of the table with the id 1: ")

    def test_a_missing_catalog(self):
        os.unlink(self.path("catalog.db"))
        self.finds(r"^catalog.db: it is not there$")

    def test_the_manifest(self):
        with open(self.path("partita.json"), "w", encoding="utf-8") as file:
            file.write('{"format": 1, "slots": 1}')
        code, out, _ = check(self.data)
        self.assertEqual(code, 1)
        self.assertIn("slot-0001.db: the house has 1 slots, this is none of them", out)

    def test_refuses_what_is_no_data_directory(self):
        for data in (self.folder, os.path.join(self.folder, "nothing")):
            code, out, err = check(data)
            self.assertEqual((code, out), (78, ""), err)
            self.assertRegex(err, r"^partita: .*data directory.*\n$")


class CheckOfALiveOrCrashedHouse(unittest.TestCase):
    def test_a_running_house_is_refused_with_what_to_do(self):
        with Daemon("--slots", "2") as daemon:
            code, out, err = check(daemon.data)
            self.assertEqual((code, out), (78, ""))
            self.assertRegex(err, r"^partita: the house is running, .* stop it first .*\n$")

    def test_a_crash_leaves_a_clean_house_and_a_rotten_log_is_found(self):
        with Daemon("--slots", "2") as daemon:
            fill(client_of(daemon))
            processes = daemon.processes()
            daemon.process.send_signal(signal.SIGSTOP)  # so that nobody closes a file in order
            for process in processes:
                os.kill(process["pid"], signal.SIGKILL)
            daemon.process.send_signal(signal.SIGKILL)
            daemon.process.wait()
            wals = [os.path.join(daemon.data, f"slot-000{slot}.db-wal") for slot in (0, 1)]
            contents = [content_of(wal) for wal in wals]
            for _ in range(50):  # the children are dying
                code, out, err = check(daemon.data)
                if code != 70:
                    break
            self.assertEqual((code, err), (0, ""), out)
            self.assertEqual([content_of(wal) for wal in wals], contents, "the log stays as it was")
            flip(wals[1], len(contents[1]) // 3)
            code, out, err = check(daemon.data)
            self.assertEqual((code, err), (1, ""), out)
            self.assertRegex(out, r"slot-0001.db: the write-ahead log is damaged behind frame \d+: \d+ transactions behind it are lost")


if __name__ == "__main__":
    unittest.main()
