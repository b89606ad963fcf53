"""Frames of the native socket, made by hand: what a stranger may send (wire/frame.h and its neighbours)."""

import socket
import struct

HELLO, GOODBYE, CALL, GET, PUT, UPDATE, DELETE, QUERY, SCAN = range(192, 201)
REPLY = 1


def varint(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def data(value):
    raw = value.encode() if isinstance(value, str) else value
    return varint(len(raw)) + raw


def text(value):
    return b"\x01" + data(value)


def item(**attributes):
    """Attributes as their encoded values."""
    return varint(len(attributes)) + b"".join(data(name) + value for name, value in sorted(attributes.items()))


def frame(kind, payload, number=1, flags=0, size=None):
    return struct.pack("<IHHQQ", len(payload) if size is None else size, kind, flags, number, 0) + payload


def hello(magic=0x4E545250, version=1, name="test"):
    return frame(HELLO, struct.pack("<II", magic, version) + data(name), number=0)


def options(condition=b"", return_values=0, old_on_failure=0):
    return data(condition) + bytes([return_values, old_on_failure])


def get(table, key, projection=b"", number=1):
    return frame(GET, data(table) + b"\x01\x00" + data(key) + data(projection), number)


def put(table, content, number=1, **more):
    return frame(PUT, data(table) + b"\x00" + options(**more) + data(content), number)


def update(table, key, program, number=1, **more):
    return frame(UPDATE, data(table) + b"\x00" + options(**more) + data(key) + data(program), number)


class Refused(Exception):
    def __init__(self, error, message):
        super().__init__(f"{error}: {message}")
        self.error, self.message = error, message


def take_varint(raw, at):
    value = shift = 0
    while True:
        byte = raw[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


class Peer:
    """A connection that says what it is told to and reads whole frames."""

    def __init__(self, path, greet=True):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(20)
        self.socket.connect(path)
        self.buffer = b""
        if greet:
            self.send(hello())
            kind, _, payload = self.read()
            assert kind == HELLO and payload[0] == 0, (kind, payload)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, raw):
        self.socket.sendall(raw)

    def read(self):
        """kind, number, payload of the next frame; None at the end."""
        while len(self.buffer) < 24 or len(self.buffer) < 24 + struct.unpack_from("<I", self.buffer)[0]:
            try:
                piece = self.socket.recv(65536)
            except ConnectionResetError:
                piece = b""
            if not piece:
                return None
            self.buffer += piece
        size, kind, flags, number, _ = struct.unpack_from("<IHHQQ", self.buffer)
        assert flags == REPLY, flags
        payload, self.buffer = self.buffer[24:24 + size], self.buffer[24 + size:]
        return kind, number, payload

    def ask(self, raw):
        """The reply's payload behind its outcome; Refused."""
        self.send(raw)
        return outcome(self.read()[2])

    def goodbye(self):
        """The error with which the house closes; the connection is at its end behind it."""
        kind, _, payload = self.read()
        assert kind == GOODBYE, kind
        assert self.read() is None
        return refusal(payload)


def outcome(payload):
    if payload[0] == 0:
        return payload[1:]
    raise refusal(payload)


ERRORS = {1: "ValidationException", 2: "SerializationException", 3: "UnknownOperationException",
          4: "ConditionalCheckFailedException", 5: "ResourceNotFoundException", 16: "InternalServerError",
          17: "ServiceUnavailable", 18: "AccessDeniedException"}


def refusal(payload):
    assert payload[0] == 1, payload
    size, at = take_varint(payload, 2)
    return Refused(ERRORS.get(payload[1], payload[1]), payload[at:at + size].decode())
