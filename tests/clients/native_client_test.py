"""libpartita-client through its C interface (ctypes), against the real daemon: every operation, and the deaths of processes."""

import ctypes
import json
import os
import select
import signal
import subprocess
import threading
import time
import unittest

from daemon import PARTITA, Daemon

LIBRARY = ctypes.CDLL(os.environ["PARTITA_CLIENT"])
GET, PUT, UPDATE, DELETE, QUERY, SCAN, CHECK = range(1, 8)
OK, REFUSED, INVALID, UNAVAILABLE, UNKNOWN, LATE = range(6)
P, TEXT = ctypes.c_void_p, ctypes.c_char_p


def function(name, result, *arguments):
    found = getattr(LIBRARY, "partita_" + name)
    found.restype, found.argtypes = result, arguments
    return found


item_from_json = function("item_from_json", P, TEXT, ctypes.c_size_t, ctypes.POINTER(P))
item_to_json = function("item_to_json", P, P)
free = function("free", None, P)
value_free = function("value_free", None, P)
request_new = function("request_new", P, ctypes.c_int, TEXT)
request_free = function("request_free", None, P)
request_item = function("request_item", None, P, P)
request_value = function("request_value", None, P, TEXT, P)
request_name = function("request_name", None, P, TEXT, TEXT)
map_get = function("map_get", P, P, TEXT, ctypes.c_size_t)
client_new = function("client_new", P, TEXT)
client_free = function("client_free", None, P)
client_patience = function("client_patience", None, P, ctypes.c_uint32)
execute = function("execute", P, P, P)
submit = function("submit", ctypes.c_uint64, P, P)
process = function("process", None, P)
client_fd = function("fd", ctypes.c_int, P)
timeout = function("timeout", ctypes.c_int, P)
take = function("take", P, P, ctypes.POINTER(ctypes.c_uint64))
wait = function("wait", P, P, ctypes.c_uint64)
call = function("call", P, P, TEXT, TEXT, ctypes.c_size_t, ctypes.c_uint32)
transact_write = function("transact_write", P, P, ctypes.POINTER(P), ctypes.c_size_t, TEXT)
transact_get = function("transact_get", P, P, ctypes.POINTER(P), ctypes.c_size_t)
result_free = function("result_free", None, P)
result_status = function("result_status", ctypes.c_int, P)
result_error = function("result_error", TEXT, P)
result_message = function("result_message", TEXT, P)
result_item = function("result_item", P, P)
result_items = function("result_items", ctypes.c_size_t, P)
result_item_at = function("result_item_at", P, P, ctypes.c_size_t)
result_count = function("result_count", ctypes.c_uint64, P)
result_scanned = function("result_scanned", ctypes.c_uint64, P)
result_last_key = function("result_last_key", P, P)
result_capacity = function("result_capacity", ctypes.c_double, P)
result_json = function("result_json", TEXT, P, ctypes.POINTER(ctypes.c_size_t))
result_reasons = function("result_reasons", ctypes.c_size_t, P)
result_reason_code = function("result_reason_code", TEXT, P, ctypes.c_size_t)
SETTERS = {name: function("request_" + name, None, P, kind) for name, kind in (
    ("condition", TEXT), ("update", TEXT), ("projection", TEXT), ("filter", TEXT), ("key_condition", TEXT),
    ("index", TEXT), ("consistent", ctypes.c_int), ("backward", ctypes.c_int), ("limit", ctypes.c_uint64),
    ("return_values", ctypes.c_int), ("return_old_on_failure", ctypes.c_int), ("return_capacity", ctypes.c_int),
    ("select", ctypes.c_int), ("deadline", ctypes.c_uint32))}
set_segment = function("request_segment", None, P, ctypes.c_uint32, ctypes.c_uint32)
set_start_key = function("request_start_key", None, P, P)


class Value:
    """An item's handle for the time of a `with`."""

    def __init__(self, content):
        text = json.dumps(content).encode()
        why = P()
        self.handle = item_from_json(text, len(text), ctypes.byref(why))
        if not self.handle:
            raise ValueError(ctypes.string_at(why).decode())

    def __enter__(self):
        return self.handle

    def __exit__(self, *_):
        value_free(self.handle)


def as_json(handle):
    if not handle:
        return None
    text = item_to_json(handle)
    try:
        return json.loads(ctypes.string_at(text))
    finally:
        free(text)


class Request:
    def __init__(self, operation, table, item=None, values=None, names=None, segment=None, start_key=None, **settings):
        self.handle = request_new(operation, table.encode())
        if item is not None:
            with Value(item) as handle:
                request_item(self.handle, handle)
        for placeholder, value in (values or {}).items():
            with Value({"v": value}) as handle:
                request_value(self.handle, placeholder.encode(), map_get(handle, b"v", 1))
        for placeholder, name in (names or {}).items():
            request_name(self.handle, placeholder.encode(), name.encode())
        if segment:
            set_segment(self.handle, *segment)
        if start_key:
            with Value(start_key) as handle:
                set_start_key(self.handle, handle)
        for name, setting in settings.items():
            SETTERS[name](self.handle, setting.encode() if isinstance(setting, str) else setting)

    def __del__(self):
        request_free(self.handle)


class Result:
    def __init__(self, handle):
        self.status = result_status(handle)
        self.error = result_error(handle).decode()
        self.message = result_message(handle).decode()
        self.item = as_json(result_item(handle))
        self.items = [as_json(result_item_at(handle, i)) for i in range(result_items(handle))]
        self.count, self.scanned = result_count(handle), result_scanned(handle)
        self.last_key = as_json(result_last_key(handle))
        self.capacity = result_capacity(handle)
        self.reasons = [result_reason_code(handle, i).decode() for i in range(result_reasons(handle))]
        size = ctypes.c_size_t()
        self.json = result_json(handle, ctypes.byref(size)).decode()
        result_free(handle)

    def __repr__(self):
        return f"{self.status} {self.error}: {self.message}"


class Client:
    def __init__(self, socket_path):
        self.handle = client_new(socket_path.encode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        client_free(self.handle)

    def __call__(self, *arguments, **settings):
        request = Request(*arguments, **settings)
        return Result(execute(self.handle, request.handle))

    def submit(self, *arguments, **settings):
        request = Request(*arguments, **settings)
        return submit(self.handle, request.handle)

    def call(self, operation, **body):
        text = json.dumps(body).encode()
        return Result(call(self.handle, ("DynamoDB_20120810." + operation).encode(), text, len(text), 0))

    def transact(self, actions, token=None):
        handles = (P * len(actions))(*[action.handle for action in actions])
        return Result(transact_write(self.handle, handles, len(actions), token))

    def transact_get(self, gets):
        handles = (P * len(gets))(*[get.handle for get in gets])
        return Result(transact_get(self.handle, handles, len(gets)))

    def take_all(self, numbers):
        """The results of what was submitted, by number, through poll() as an event loop would."""
        results, poll = {}, select.poll()
        poll.register(client_fd(self.handle), select.POLLIN)
        deadline = time.monotonic() + 30
        while len(results) < numbers and time.monotonic() < deadline:
            process(self.handle)
            number = ctypes.c_uint64()
            while handle := take(self.handle, ctypes.byref(number)):
                results[number.value] = Result(handle)
            if len(results) < numbers:
                poll.poll(timeout(self.handle))
        return results


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}}


def make_table(client, name):
    made = client.call("CreateTable", TableName=name, BillingMode="PAY_PER_REQUEST", AttributeDefinitions=[
        {"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"},
        {"AttributeName": "colour", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{"IndexName": "by-colour", "Projection": {"ProjectionType": "KEYS_ONLY"},
                                 "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}]}])
    assert made.status == OK, made
    while json.loads(client.call("DescribeTable", TableName=name).json)["Table"]["TableStatus"] != "ACTIVE":
        pass


EVERYTHING = {"s": {"S": "täxt\u0000"}, "n": {"N": "-12.5"}, "b": {"B": "AAH/"}, "t": {"BOOL": True}, "z": {"NULL": True},
              "m": {"M": {"in": {"L": [{"S": "a"}, {"N": "1"}, {"M": {}}]}}}, "ss": {"SS": ["a", "b"]},
              "ns": {"NS": ["1", "2.5"]}, "bs": {"BS": ["AA==", "AQ=="]}}


class Operations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("--slots", "3", "--gateways", "2")
        cls.daemon.start()
        cls.path = os.path.join(cls.daemon.data, "partita.sock")
        cls.client = Client(cls.path)
        make_table(cls.client, "Tab")

    @classmethod
    def tearDownClass(cls):
        cls.client.__exit__()
        cls.daemon.__exit__()

    def test_what_is_put_is_got_in_all_types(self):
        whole = {**key("all", 1), **EVERYTHING}
        self.assertEqual(self.client(PUT, "Tab", whole).status, OK)
        got = self.client(GET, "Tab", key("all", 1), consistent=1, return_capacity=1)
        self.assertEqual((got.item, got.capacity), (whole, 1.0))
        self.assertIsNone(self.client(GET, "Tab", key("all", 2)).item)
        part = self.client(GET, "Tab", key("all", 1), projection="#m.#i[0], n", names={"#m": "m", "#i": "in"})
        self.assertEqual(part.item, {"m": {"M": {"in": {"L": [{"S": "a"}]}}}, "n": {"N": "-12.5"}})

    def test_conditions_updates_and_what_they_return(self):
        first = {**key("write", 1), "a": {"N": "1"}}
        self.assertEqual(self.client(PUT, "Tab", first, condition="attribute_not_exists(pk)").status, OK)
        again = self.client(PUT, "Tab", first, condition="attribute_not_exists(pk)", return_old_on_failure=1)
        self.assertEqual((again.status, again.error, again.item), (REFUSED, "ConditionalCheckFailedException", first))
        updated = self.client(UPDATE, "Tab", key("write", 1), {":one": {"N": "1"}}, update="SET a = a + :one, b = :one",
                              return_values=4)
        self.assertEqual(updated.item, {"a": {"N": "2"}, "b": {"N": "1"}})
        gone = self.client(DELETE, "Tab", key("write", 1), {":two": {"N": "2"}}, condition="a = :two", return_values=1)
        self.assertEqual(gone.item, {**key("write", 1), "a": {"N": "2"}, "b": {"N": "1"}})
        self.assertIsNone(self.client(GET, "Tab", key("write", 1), consistent=1).item)

    def test_errors_are_dynamodbs(self):
        for expected, error, arguments, settings in (
                (REFUSED, "ResourceNotFoundException", (GET, "none", key("a", 1)), {}),
                (REFUSED, "ValidationException", (GET, "Tab", {"pk": {"S": "a"}}), {}),
                (REFUSED, "ValidationException", (PUT, "Tab", {**key("a", 1), "x": {"S": "x" * 409_600}}), {}),
                (REFUSED, "ValidationException", (UPDATE, "Tab", key("a", 1), {":v": {"S": "b"}}), {"update": "SET pk = :v"}),
                (INVALID, "ValidationException", (PUT, "Tab", key("a", 1)), {"condition": "a = :v"}),
                (INVALID, "ValidationException", (PUT, "Tab", key("a", 1)), {"condition": "a =="}),
                (INVALID, "ValidationException", (QUERY, "Tab"), {}),
                (INVALID, "PartitaInvalidRequest", (CHECK, "Tab", key("a", 1)), {})):
            result = self.client(*arguments, **settings)
            self.assertEqual((result.status, result.error), (expected, error), result)
        with self.assertRaises(ValueError):
            Value({"n": {"N": "1e"}})

    def test_pages_of_queries_and_scans(self):
        numbers = {self.client.submit(PUT, "Tab", {
            **key("page", i), "colour": {"S": f"c{i % 7}"}, "x": {"S": "x" * 5000}}) for i in range(400)}
        self.assertEqual({result.status for result in self.client.take_all(400).values()}, {OK})
        self.assertEqual(len(numbers), 400)
        seen, start = [], None
        pages = 0
        while True:
            page = self.client(QUERY, "Tab", None, {":p": {"S": "page"}, ":low": {"N": "100"}}, start_key=start,
                               key_condition="pk = :p AND sk >= :low", projection="sk", backward=1, consistent=1)
            self.assertEqual(page.status, OK, page)
            seen += [int(item["sk"]["N"]) for item in page.items]
            pages += 1
            start = page.last_key
            if start is None:
                break
        self.assertEqual((seen, pages), (list(range(399, 99, -1)), 2))
        count = self.client(QUERY, "Tab", None, {":c": {"S": "c3"}}, index="by-colour", key_condition="colour = :c", select=3)
        self.assertEqual((count.count, count.items), (57, []))
        found = set()
        for segment in range(3):
            start = None
            while True:
                page = self.client(SCAN, "Tab", None, {":p": {"S": "page"}}, filter="pk = :p", segment=(segment, 3), limit=50,
                                   start_key=start, projection="sk")
                found |= {item["sk"]["N"] for item in page.items}
                start = page.last_key
                if start is None:
                    break
        self.assertEqual(len(found), 400)

    def test_transactions(self):
        put = Request(PUT, "Tab", {**key("tx", 1), **EVERYTHING})
        check = Request(CHECK, "Tab", key("tx", 2), condition="attribute_not_exists(pk)")
        token = os.urandom(8).hex().encode()
        self.assertEqual(self.client.transact([put, check], token).status, OK)
        self.assertEqual(self.client.transact([put, check], token).status, OK)
        update = Request(UPDATE, "Tab", key("tx", 2), {":one": {"N": "1"}}, update="SET a = :one")
        cancelled = self.client.transact([update, Request(DELETE, "Tab", key("tx", 1), condition="attribute_not_exists(pk)")])
        self.assertEqual((cancelled.error, cancelled.reasons),
                         ("TransactionCanceledException", ["None", "ConditionalCheckFailed"]))
        both = self.client.transact_get([Request(GET, "Tab", key("tx", 1)), Request(GET, "Tab", key("tx", 2))])
        self.assertEqual(both.items, [{**key("tx", 1), **EVERYTHING}, None])

    def test_the_command_line(self):
        def run(*words, text=None):
            done = subprocess.run([PARTITA, words[0], "--data", self.daemon.data, *words[1:]], input=text,
                                  capture_output=True, text=True, check=False)
            return done.returncode, done.stdout, done.stderr
        item = {**key("cli", 1), "m": {"M": {"a": {"SS": ["x", "y"]}}}, "n": {"N": "1.50"}}
        self.assertEqual(run("put", "Tab", json.dumps(item)), (0, "", ""))
        self.assertEqual(run("put", "Tab", "-", text=json.dumps({**key("cli", 2)}))[0], 0)
        code, out, _ = run("get", "Tab", json.dumps(key("cli", 1)))
        self.assertEqual((code, json.loads(out)), (0, {**item, "n": {"N": "1.5"}}))
        self.assertEqual(run("get", "--plain", "Tab", json.dumps(key("cli", 1)))[1],
                         '{"m":{"a":["x","y"]},"n":1.5,"pk":"cli","sk":1}\n')
        code, out, _ = run("query", "Tab", "--key", "pk = :p", "--value", ':p={"S":"cli"}', "--backward", "--plain",
                           "--projection", "#s", "--name", "#s=sk")
        self.assertEqual((code, out), (0, '{"sk":2}\n{"sk":1}\n'))
        self.assertEqual(len(run("query", "Tab", "--key", "pk = :p", "--value", ':p={"S":"cli"}', "--limit", "1")[1]
                             .splitlines()), 1)
        self.assertIn('"pk": {"S": "cli"}'.replace(" ", ""), run("scan", "Tab")[1])
        self.assertEqual(run("get", "Tab", json.dumps(key("cli", 3))), (1, "", "partita: no item has this key\n"))
        self.assertEqual(run("get", "Tab", "{")[0], 64)
        self.assertEqual(run("query", "Tab", "--key", "pk ="), (64, "", run("query", "Tab", "--key", "pk =")[2]))
        code, _, err = run("get", "none", json.dumps(key("a", 1)))
        self.assertEqual((code, err), (1, "partita: ResourceNotFoundException: Requested resource not found\n"))
        code, _, err = run("scan", "--socket", "/nowhere/partita.sock", "Tab")
        self.assertEqual((code, len(err.splitlines())), (69, 1))


class Deaths(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon("--slots", "2", "--quarantine-after", "100000")
        self.daemon.start()
        self.client = Client(os.path.join(self.daemon.data, "partita.sock"))
        make_table(self.client, "Tab")

    def tearDown(self):
        self.client.__exit__()
        self.daemon.__exit__()

    def kill_often(self, program, stop, times):
        while not stop.is_set():
            for pid in self.daemon.pids(program)[:1]:
                os.kill(pid, signal.SIGKILL)
                times.append(pid)
            stop.wait(0.4)

    def read_until_answered(self, name, number):
        """The client asks again by itself, but gives up sooner than a busy machine brings an owner back."""
        for _ in range(100):
            got = self.client(GET, "Tab", key(name, number), consistent=1)
            if got.status == OK:
                break
            time.sleep(0.05)
        return got

    def write_while_dying(self, program):
        """What was acknowledged is there, and nothing is forgotten without an answer."""
        stop, deaths = threading.Event(), []
        killer = threading.Thread(target=self.kill_often, args=(program, stop, deaths))
        killer.start()
        acknowledged, unknown = {}, 0
        end = time.monotonic() + 5
        number = 0
        try:
            while time.monotonic() < end:
                number += 1
                put = self.client(PUT, "Tab", {**key("k", number % 50), "v": {"N": str(number)}})
                if put.status == OK:
                    acknowledged[number % 50] = number
                else:
                    self.assertEqual(put.status, UNKNOWN, put)
                    acknowledged.pop(number % 50, None)
                    unknown += 1
                got = self.read_until_answered("k", number % 50)
                self.assertEqual(got.status, OK, got)
                if number % 50 in acknowledged:
                    self.assertEqual(got.item["v"]["N"], str(number))
        finally:
            stop.set()
            killer.join()
        self.assertGreater(len(deaths), 3)
        self.assertGreater(len(acknowledged), 10)
        for sk, value in acknowledged.items():
            got = self.read_until_answered("k", sk)
            self.assertEqual((got.status, got.item["v"]["N"] if got.item else None), (OK, str(value)), got)

    def test_partitions_die(self):
        self.write_while_dying("partita-partitiond")

    def test_the_gateway_dies(self):
        self.write_while_dying("partita-gateway")

    def test_the_house_is_away_and_comes_back(self):
        self.client(PUT, "Tab", key("a", 1))
        self.daemon.stop()
        started = time.monotonic()
        late = self.client(GET, "Tab", key("a", 1), deadline=300)
        self.assertEqual((late.status, late.error), (UNAVAILABLE, "PartitaUnavailable"))
        self.assertLess(time.monotonic() - started, 2)
        waiting = self.client.submit(GET, "Tab", key("a", 1), consistent=1)
        process(self.client.handle)
        self.daemon.start()
        self.assertEqual(Result(wait(self.client.handle, waiting)).item, key("a", 1))
        client_patience(self.client.handle, 0)
        self.daemon.stop()
        self.assertEqual(self.client(PUT, "Tab", key("a", 2)).status, UNAVAILABLE)
        self.daemon.start()

    def test_a_house_that_stands_still_is_late(self):
        self.client(PUT, "Tab", key("a", 1))
        gateway = self.daemon.pids("partita-gateway")[0]
        os.kill(gateway, signal.SIGSTOP)
        try:
            self.assertEqual(self.client(GET, "Tab", key("a", 1), deadline=200).status, LATE)
            self.assertEqual(self.client(PUT, "Tab", key("a", 2), deadline=200).status, LATE)
        finally:
            os.kill(gateway, signal.SIGCONT)
        self.assertEqual(self.client(GET, "Tab", key("a", 1)).item, key("a", 1))


if __name__ == "__main__":
    unittest.main()
