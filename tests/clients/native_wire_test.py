"""The native socket against strangers: whatever bytes come, the house refuses them in words and goes on serving."""

import os
import random
import socket
import stat
import struct
import subprocess
import sys
import unittest

import native_frames as native
from daemon import Daemon
from native_frames import Peer, Refused, data, item, text, varint

TABLE = "wire"


def setUpModule():
    global daemon, path
    daemon = Daemon("--slots", "2")
    daemon.start()
    path = os.path.join(daemon.data, "partita.sock")
    with Peer(path) as peer:
        peer.ask(native.frame(native.CALL, data("DynamoDB_20120810.CreateTable") + data(
            '{"TableName":"wire","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk",'
            '"AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}')))
        while b'"TableStatus":"ACTIVE"' not in peer.ask(native.frame(native.CALL, data("DynamoDB_20120810.DescribeTable") + data(
                '{"TableName":"wire"}'))):
            pass


def tearDownModule():
    daemon.__exit__()


def assert_serves(case):
    with Peer(path) as peer:
        peer.ask(native.put(TABLE, item(pk=text("serves"))))
        case.assertEqual(peer.ask(native.get(TABLE, item(pk=text("serves"))))[0], 1)


class Frames(unittest.TestCase):
    def tearDown(self):
        assert_serves(self)

    def refused(self, raw, greet=True):
        with Peer(path, greet) as peer:
            peer.send(raw)
            return peer.goodbye()

    def test_the_socket_is_open_to_owner_and_group_in_a_closed_directory(self):
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o660)
        self.assertEqual(stat.S_IMODE(os.stat(daemon.data).st_mode), 0o700)

    def test_whoever_does_not_greet_is_told_off(self):
        self.assertIn("hello of protocol version 1", self.refused(native.get(TABLE, item(pk=text("a"))), False).message)
        self.assertIn("hello", self.refused(native.hello(magic=7), False).message)
        self.assertIn("hello", self.refused(native.hello(version=2), False).message)
        self.assertIn("hello", self.refused(native.hello(name="n" * 65), False).message)
        self.assertIn("malformed", self.refused(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + b" " * 40, False).message
                      .replace("larger than", "malformed"))

    def test_a_second_hello_is_no_request(self):
        self.assertIn("not a request", self.refused(native.hello()).message)

    def test_a_length_beyond_the_limit_is_refused_before_its_bytes_come(self):
        for size in (18 << 20, 0x7FFFFFFF, 0xFFFFFFFF):
            self.assertIn("larger", self.refused(native.frame(native.PUT, b"", size=size)).message)

    def test_kinds_of_the_rings_and_unknown_kinds_are_refused(self):
        for kind in (0, 1, 2, 17, 64, 128, 193, 201, 65535):
            self.assertEqual(self.refused(native.frame(kind, b"")).error, "SerializationException")

    def test_flags_are_refused(self):
        for flags in (1, 2, 4, 0x8000):
            self.assertEqual(self.refused(native.frame(native.GET, b"x" * 64, flags=flags)).error,
                             "SerializationException")

    def test_a_client_that_leaves_in_the_middle_of_a_frame_leaves_nothing(self):
        whole = native.put(TABLE, item(pk=text("torn")))
        for size in range(0, len(whole), 5):
            with Peer(path) as peer:
                peer.send(whole[:size])
        with Peer(path) as peer:
            self.assertEqual(peer.ask(native.get(TABLE, item(pk=text("torn"))))[0], 0)

    def test_a_frame_that_comes_byte_by_byte_is_understood(self):
        with Peer(path) as peer:
            whole = native.put(TABLE, item(pk=text("slow"))) + native.get(TABLE, item(pk=text("slow")), number=2)
            for byte in whole[:-1]:
                peer.send(bytes([byte]))
            self.assertEqual(native.outcome(peer.read()[2]), b"\0\0")
            peer.send(whole[-1:])
            kind, number, payload = peer.read()
            self.assertEqual((kind, number, native.outcome(payload)[0]), (native.GET, 2, 1))

    def test_many_requests_in_one_write_are_all_answered(self):
        with Peer(path) as peer:
            peer.send(b"".join(native.put(TABLE, item(pk=text(f"many{i}")), number=i) for i in range(2000)))
            numbers = {peer.read()[1] for _ in range(2000)}
            self.assertEqual(numbers, set(range(2000)))

    def test_a_client_that_reads_nothing_is_not_read_from_for_ever(self):
        with Peer(path) as peer:
            peer.ask(native.put(TABLE, item(pk=text("big"), x=text("x" * 300_000))))
            peer.socket.settimeout(0.5)
            question = native.get(TABLE, item(pk=text("big")))
            sent = 0
            try:
                for _ in range(200_000):
                    sent += peer.socket.send(question)
            except TimeoutError:
                pass
            self.assertLess(sent, 200_000 * len(question))


class Payloads(unittest.TestCase):
    def refuse(self, raw):
        with Peer(path) as peer:
            with self.assertRaises(Refused) as caught:
                peer.ask(raw)
            # The connection goes on.
            peer.ask(native.put(TABLE, item(pk=text("on")), number=9))
            return caught.exception

    def assert_malformed(self, raw):
        self.assertEqual(self.refuse(raw).error, "SerializationException")

    def test_truncated_payloads(self):
        whole = native.put(TABLE, item(pk=text("a"), n=text("b")))[24:]
        for size in range(len(whole)):
            self.assert_malformed(native.frame(native.PUT, whole[:size]))
        self.assert_malformed(native.frame(native.PUT, whole + b"\0"))

    def test_counts_that_cannot_be(self):
        huge = varint(2**63)
        for content in (huge, huge + b"x", varint(1 << 30) + b"x" * 100,
                        b"\x01" + data("pk") + b"\x07" + huge,  # a list
                        b"\x01" + data("pk") + b"\x08" + huge,  # a set of strings
                        b"\x01" + data("pk") + b"\x01" + huge):  # a string
            self.assert_malformed(native.put(TABLE, content))

    def test_items_that_are_none(self):
        for content in (b"", b"\x01", item(pk=b"\x0b"), item(pk=b"\x00"), item(pk=b"\x04\x02"),
                        b"\x02" + data("pk") + text("a") + data("pk") + text("b"),  # twice
                        b"\x02" + data("pk") + text("a") + data("a") + text("b"),  # out of order
                        item(pk=text("a"), s=b"\x08\x00"),  # an empty set
                        item(pk=text("a"), s=b"\x08\x02" + data("b") + data("a")),
                        item(pk=text("a"), s=b"\x08\x02" + data("a") + data("a")),
                        item(pk=text("a"), n=b"\x02\xc1\x00"),  # not how five would be written
                        item(pk=text("a"), n=b"\x02\xc1" + b"\xc7" * 30),  # too many digits
                        item(pk=text(b"\xff")), item(pk=text("a"), x=text(b"\xed\xa0\x80"))):
            self.assert_malformed(native.put(TABLE, content))

    def test_items_that_the_service_refuses(self):
        deep = b"\x05"
        for _ in range(32):
            deep = b"\x07\x01" + deep
        self.assertIn("Nesting Levels", self.refuse(native.put(TABLE, item(pk=text("a"), d=deep))).message)
        for _ in range(10_000):
            deep = b"\x07\x01" + deep
        self.assertIn("Nesting Levels", self.refuse(native.put(TABLE, item(pk=text("a"), d=deep))).message)
        self.assertIn("Item size", self.refuse(native.put(TABLE, item(pk=text("a"), x=text("x" * 409_600)))).message)
        self.assertIn("empty string", self.refuse(native.put(TABLE, item(pk=text("")))).message)
        self.assertIn("Type mismatch", self.refuse(native.put(TABLE, item(pk=b"\x05"))).message)
        self.assertIn("Missing the key", self.refuse(native.put(TABLE, item(x=text("a")))).message)
        self.assertIn("2048", self.refuse(native.put(TABLE, item(pk=text("x" * 2049)))).message)
        self.assertEqual(self.refuse(native.put(TABLE, b"\x02" + data("") + text("a") + data("pk") + text("a"))).error,
                         "ValidationException")
        self.assertIn("does not match the schema", self.refuse(native.get(TABLE, item(x=text("a")))).message)
        self.assertEqual(self.refuse(native.get("none", item(pk=text("a")))).error, "ResourceNotFoundException")

    def test_programs_that_are_none(self):
        exists = b"\x0c\x01\x01\x00" + data("a")
        for program in (b"\0", b"\x63", b"\x01", b"\x01" + varint(1 << 40), b"\x03" * 400 + exists, exists + b"\0",
                        b"\x04" + b"\x05\0", b"\x0b\x01" + b"\x01\x01\x00" + data("a"), b"\x0c\x01\x00",
                        b"\x0c\x01\x01\x01\x05", b"\x0c\x01\x22" + b"\x00\x01a" * 34):
            self.assert_malformed(native.put(TABLE, item(pk=text("a")), condition=program))
        many = b"\x01" + varint(3000) + exists * 3000
        self.assertIn("more parts", self.refuse(native.put(TABLE, item(pk=text("a")), condition=many)).message)
        bad_text = b"\x04" + exists[1:] + b"\x02" + text(b"\xff")
        self.assert_malformed(native.put(TABLE, item(pk=text("a")), condition=bad_text))

    def test_updates_that_are_none(self):
        key = item(pk=text("a"))
        path_a = b"\x01\x00" + data("a")
        for program in (b"\xff" * 9, varint(1 << 40), b"\x01\x09" + path_a, b"\x01\x01" + path_a + b"\x09",
                        b"\x01\x01" + path_a + b"\x03" * 400, b"\x01\x03" + path_a + text("no number"),
                        b"\x02" + (b"\x02" + path_a) * 2):  # REMOVE a, a
            self.assert_malformed(native.update(TABLE, key, program))
        self.assertIn("part of the key", self.refuse(native.update(TABLE, key, b"\x01\x01\x01\x00" + data("pk") + b"\x02" +
                                                                   text("b"))).message)
        self.assertEqual(self.refuse(native.update(TABLE, key, b"\x01\x01" + path_a + b"\x02\x06\x01" + data("") + b"\x05"))
                         .error, "ValidationException")

    def test_enumerations_that_are_none(self):
        self.assert_malformed(native.put(TABLE, item(pk=text("a")), return_values=5))
        self.assert_malformed(native.put(TABLE, item(pk=text("a")), old_on_failure=2))
        self.assertIn("ReturnValues", self.refuse(native.put(TABLE, item(pk=text("a")), return_values=3)).message)
        self.assert_malformed(native.frame(native.GET, data(TABLE) + b"\x02\x00" + data(item(pk=text("a"))) + b"\0"))

    def test_queries_and_scans_that_are_none(self):
        head = data(TABLE) + data("")
        rest = b"\0" + data("") * 3  # limit, starting key, filter, projection
        for flags, select, capacity in ((4, 0, 0), (0, 5, 0), (0, 0, 3)):
            self.assert_malformed(native.frame(native.SCAN, head + bytes([flags, select, capacity]) + rest + b"\0\0"))
        plain = head + b"\0\0\0" + rest
        for terms in (b"", b"\0", b"\x09", b"\x01" + data("pk") + b"\x07" + text("a"),
                      b"\x02" + (data("pk") + b"\0" + text("a")) * 2,
                      b"\x01" + data("pk") + b"\x05" + text("b") + text("a"),
                      b"\x01" + data("pk") + b"\x06\x02\xc1\x0a"):
            self.assert_malformed(native.frame(native.QUERY, plain + data(terms)))
        self.assert_malformed(native.frame(native.SCAN, plain + varint(2) + varint(2)))
        self.assert_malformed(native.frame(native.SCAN, plain + varint(1 << 40) + varint(0)))
        self.assert_malformed(native.frame(native.SCAN, head + b"\x02\0\0" + rest + b"\0\0"))
        bad_start = head + b"\0\0\0\0" + data(item(x=text("a"))) + data("") * 2
        self.assertEqual(self.refuse(native.frame(native.SCAN, bad_start + b"\0\0")).error, "ValidationException")

    def test_calls_by_json_answer_as_http_does(self):
        self.assertEqual(self.refuse(native.frame(native.CALL, data("X.Y") + data("{}"))).error,
                         "UnknownOperationException")
        self.assertEqual(self.refuse(native.frame(native.CALL, data("DynamoDB_20120810.GetItem") + data("{"))).error,
                         "SerializationException")
        with Peer(path) as peer:
            answer = peer.ask(native.frame(native.CALL, data("DynamoDB_20120810.ListTables") + data("{}")))
            self.assertIn(b'"wire"', answer)

    def test_a_thousand_rotten_requests(self):
        chance = random.Random(20120810)
        seeds = [native.put(TABLE, item(pk=text("r"), n=b"\x02\xc1\x0a"), condition=b"\x0c\x01\x01\x00" + data("a")),
                 native.update(TABLE, item(pk=text("r")), b"\x01\x01\x01\x00" + data("a") + b"\x02" + text("b")),
                 native.get(TABLE, item(pk=text("r")), projection=b"\x01\x01\x00" + data("a"))]
        with Peer(path) as peer:
            for number in range(1000):
                seed = bytearray(chance.choice(seeds))
                for _ in range(chance.randint(1, 4)):
                    seed[chance.randrange(24, len(seed))] = chance.randrange(256)
                struct.pack_into("<Q", seed, 8, number)
                peer.send(bytes(seed))
                kind, answered, payload = peer.read()
                self.assertEqual(answered, number)
                self.assertIn(payload[0], (0, 1))
        assert_serves(self)


@unittest.skipUnless(os.geteuid() == 0, "only root can be somebody else")
class Peers(unittest.TestCase):
    STRANGER = 65534

    def connect_as(self, user, group, where):
        """What somebody else is told who greets there."""
        code = (f"import sys; sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})\n"
                "import native_frames as native\n"
                f"peer = native.Peer({where!r}, greet=False)\n"
                "try: peer.send(native.hello())\n"
                "except BrokenPipeError: pass\n"
                "kind, _, payload = peer.read()\n"
                "print('welcome' if kind == native.HELLO else native.refusal(payload))")
        done = subprocess.run(["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", sys.executable, "-c",
                               code], check=False, capture_output=True, text=True, cwd="/")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def serve_at(self, folder, *options):
        os.chmod(folder, 0o755)
        where = os.path.join(folder, "native.sock")
        return where, Daemon("--slots", "2", "--native-socket", where, *options)

    def test_a_stranger_is_told_why_not_and_an_allowed_one_is_let_in(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            where, house = self.serve_at(folder, "--native-allow-user", "1")
            with house:
                self.assertEqual(stat.S_IMODE(os.stat(where).st_mode), 0o666)
                self.assertIn("AccessDeniedException: User 65534 may not use this socket",
                              self.connect_as(self.STRANGER, self.STRANGER, where))
                self.assertEqual(self.connect_as(1, self.STRANGER, where), "welcome")
                self.assertEqual(self.connect_as(0, 0, where), "welcome")
            self.assertFalse(os.path.exists(where))

    def test_a_group_may_be_allowed(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            where, house = self.serve_at(folder, "--native-allow-group", "2")
            with house:
                self.assertIn("AccessDenied", self.connect_as(self.STRANGER, self.STRANGER, where))
                self.assertEqual(self.connect_as(self.STRANGER, 2, where), "welcome")

    def test_a_left_over_is_replaced_and_a_living_one_is_not(self):
        import tempfile
        with tempfile.TemporaryDirectory() as folder:
            where, house = self.serve_at(folder)
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
                dead.bind(where)
            with house:
                with Peer(where):
                    pass
                with self.assertRaises(RuntimeError) as caught:
                    Daemon("--slots", "2", "--native-socket", where).start()
                self.assertIn("another program listens", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
