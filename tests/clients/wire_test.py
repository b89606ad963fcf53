"""Bytes on the wire, as SDKs and browsers see them: headers, checksums, content types, errors without a body, limits."""

import gzip
import http.client
import json
import re
import socket
import unittest
import zlib

from daemon import Daemon

JSON = "application/x-amz-json-1.0"


def setUpModule():
    global daemon
    daemon = Daemon("--slots", "2")
    daemon.start()
    status, _, _ = ask("CreateTable", {"TableName": "wire", "BillingMode": "PAY_PER_REQUEST",
                                       "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
                                       "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}]})
    assert status == 200
    while json.loads(ask("DescribeTable", {"TableName": "wire"})[2])["Table"]["TableStatus"] != "ACTIVE":
        pass


def tearDownModule():
    daemon.__exit__()


def request(method="POST", path="/", body=b"", headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=20)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data


def ask(operation, body, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request(body=raw, headers={"X-Amz-Target": "DynamoDB_20120810." + operation, "Content-Type": JSON,
                                      **{name.replace("_", "-"): value for name, value in headers.items()}})


def raw(data, more=()):
    with socket.create_connection(("127.0.0.1", daemon.port), timeout=20) as peer:
        peer.sendall(data)
        for piece in more:
            peer.sendall(piece)
        answer = b""
        while True:
            try:
                piece = peer.recv(65536)
            except (ConnectionResetError, TimeoutError):
                break
            if not piece:
                break
            answer += piece
    return answer


class Headers(unittest.TestCase):
    def test_every_answer_has_its_id_and_its_checksum(self):
        for body in ({"TableName": "wire", "Key": {"k": {"S": "a"}}}, {"TableName": "nobody", "Key": {"k": {"S": "a"}}}):
            _, headers, data = ask("GetItem", body)
            self.assertRegex(headers["x-amzn-requestid"], r"^[0-9A-Z]{52}$")
            self.assertEqual(headers["x-amz-crc32"], str(zlib.crc32(data)))
            self.assertEqual(headers["content-length"], str(len(data)))
            self.assertEqual(headers["content-type"], JSON)

    def test_the_content_type_comes_back_as_it_was_sent(self):
        for content_type in ("application/json", "application/x-amz-json-1.0"):
            _, headers, _ = ask("ListTables", {}, Content_Type=content_type)
            self.assertEqual(headers["content-type"], content_type)
        self.assertEqual(ask("ListTables", {}, Content_Type="application/json; charset=utf-8")[0], 200)

    def test_another_content_type_is_no_operation(self):
        status, _, data = ask("ListTables", {}, Content_Type="text/plain")
        self.assertEqual((status, data), (404, b"<UnknownOperationException/>\n"))

    def test_any_region_and_access_key_sees_the_same_tables(self):
        credential = "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/dynamodb/aws4_request, SignedHeaders=host, Signature=00"
        for key, region in (("A", "us-east-1"), ("B", "local")):
            _, _, data = ask("ListTables", {}, Authorization=credential % (key, region))
            self.assertIn("wire", json.loads(data)["TableNames"])


class Errors(unittest.TestCase):
    def test_a_body_that_is_not_json(self):
        for body in (b"", b"{", b"hello", b"[1]", b"\xff\xfe", b'{"a":"\xff"}'):
            status, _, data = ask("GetItem", body)
            self.assertEqual(status, 400)
            self.assertEqual(json.loads(data)["__type"], "com.amazon.coral.service#SerializationException")

    def test_a_target_that_is_not_there(self):
        for target in ("DynamoDB_20120810.Nothing", "DynamoDB_20111205.GetItem", ""):
            status, _, data = request(body=b"{}", headers={"X-Amz-Target": target, "Content-Type": JSON})
            self.assertEqual((status, json.loads(data)),
                             (400, {"__type": "com.amazon.coral.service#UnknownOperationException"}))

    def test_types_have_the_prefix_of_their_family(self):
        _, _, data = ask("GetItem", {"TableName": "nobody", "Key": {"k": {"S": "a"}}})
        self.assertEqual(json.loads(data)["__type"], "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException")
        _, _, data = ask("GetItem", {"TableName": "wire", "Key": {}})
        self.assertEqual(json.loads(data)["__type"], "com.amazon.coral.validate#ValidationException")

    def test_get_says_healthy_and_other_methods_find_nothing(self):
        status, _, data = request("GET")
        self.assertEqual(status, 200)
        self.assertTrue(data.startswith(b"healthy"))
        for method in ("PUT", "DELETE"):
            self.assertEqual(request(method)[0], 404)


class Limits(unittest.TestCase):
    def test_sixteen_megabytes_are_read_and_more_are_refused_while_they_come(self):
        padding = b" " * (16 * 1024 * 1024 - 2)
        self.assertEqual(ask("ListTables", b"{" + padding + b"}")[0], 200)
        head = (b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n"
                b"Content-Type: application/x-amz-json-1.0\r\nContent-Length: 16777217\r\n\r\n")
        self.assertTrue(raw(head + b"{").startswith(b"HTTP/1.1 413"))

    def test_a_chunked_body_over_the_limit_is_refused_too(self):
        head = (b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n"
                b"Content-Type: application/x-amz-json-1.0\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        with socket.create_connection(("127.0.0.1", daemon.port), timeout=20) as peer:
            try:
                peer.sendall(head)
                for _ in range(17):
                    peer.sendall(chunk)
            except (BrokenPipeError, ConnectionResetError):
                pass
            self.assertTrue(peer.recv(100).startswith(b"HTTP/1.1 413"))

    def test_a_chunked_body_is_read(self):
        head = (b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n"
                b"Content-Type: application/x-amz-json-1.0\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
        self.assertTrue(raw(head + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n").startswith(b"HTTP/1.1 200"))

    def test_json_without_end_depth_is_refused(self):
        for depth in (100, 10_000, 1_000_000):
            nested = b'{"L":[' * depth + b"]}" * depth
            status, _, data = ask("PutItem", b'{"TableName":"wire","Item":{"k":{"S":"a"},"v":' + nested + b"}}")
            self.assertEqual(status, 400, data[:200])


class Smuggling(unittest.TestCase):
    def test_ambiguous_requests_are_refused_and_the_connection_ends(self):
        start = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
        for name, lines in {
            "both lengths": b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "two lengths": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "a list of lengths": b"Content-Length: 2, 2\r\n\r\n{}",
            "a signed length": b"Content-Length: +2\r\n\r\n{}",
            "another encoding": b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "a folded header": b"X-A: b\r\n c\r\nContent-Length: 2\r\n\r\n{}",
            "a blank before the colon": b"Content-Length : 2\r\n\r\n{}",
            "a NUL": b"X-A: b\0c\r\nContent-Length: 2\r\n\r\n{}",
            "two hosts": b"Host: other\r\nContent-Length: 2\r\n\r\n{}",
            "a bare CR": b"X-A: b\rc\r\nContent-Length: 2\r\n\r\n{}",
        }.items():
            with self.subTest(name):
                answer = raw(start + lines)
                self.assertTrue(answer.startswith(b"HTTP/1.1 400"), answer)
                self.assertEqual(answer.count(b"HTTP/1.1"), 1)

    def test_a_foreign_host_is_refused(self):
        answer = raw(b"POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n"
                     b"X-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        self.assertTrue(answer.startswith(b"HTTP/1.1 4"), answer)
        self.assertNotIn(b"TableNames", answer)


class Compression(unittest.TestCase):
    def test_a_gzipped_request_is_read_and_an_answer_is_gzipped_on_request(self):
        item = {"k": {"S": "zip"}, "v": {"S": "x" * 100_000}}
        status, _, _ = ask("PutItem", gzip.compress(json.dumps({"TableName": "wire", "Item": item}).encode()),
                           Content_Encoding="gzip")
        self.assertEqual(status, 200)
        _, headers, data = ask("GetItem", {"TableName": "wire", "Key": {"k": {"S": "zip"}}}, Accept_Encoding="gzip")
        self.assertEqual(headers["content-encoding"], "gzip")
        self.assertLess(len(data), 10_000)
        self.assertEqual(json.loads(gzip.decompress(data))["Item"], item)


class CrossOrigin(unittest.TestCase):
    def test_localhost_may_ask_and_a_stranger_may_not(self):
        status, headers, _ = request("OPTIONS", headers={
            "Origin": "http://localhost:3000", "Access-Control-Request-Headers": "x-amz-target",
            "Access-Control-Request-Method": "POST"})
        self.assertEqual(status, 200)
        self.assertEqual(headers["access-control-allow-headers"], "x-amz-target")
        self.assertEqual(headers["access-control-max-age"], "172800")
        _, headers, _ = request("OPTIONS", headers={"Origin": "http://evil.example"})
        self.assertNotIn("access-control-allow-origin", headers)


class Pipelining(unittest.TestCase):
    def test_answers_come_in_the_order_of_the_questions(self):
        def question(operation, body, last=False):
            text = json.dumps(body).encode()
            return (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n" +
                    (b"Connection: close\r\n" if last else b"") +
                    b"X-Amz-Target: DynamoDB_20120810.%s\r\nContent-Length: %d\r\n\r\n%s" % (operation.encode(), len(text), text))
        questions = b"".join(question("PutItem" if n % 2 else "GetItem",
                                      {"TableName": "wire", "ReturnValues": "NONE", "Item": {"k": {"S": str(n)}}} if n % 2
                                      else {"TableName": f"nobody-{n}", "Key": {"k": {"S": "a"}}}, last=n == 19)
                             for n in range(20))
        answer = raw(questions)
        codes = re.findall(rb"HTTP/1\.1 (\d+)", answer)
        self.assertEqual(codes, [b"400", b"200"] * 10)


if __name__ == "__main__":
    unittest.main()
