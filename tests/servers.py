"""Servers on loopback for tests: raw bytes out, every exchange noted as it was on the wire."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sends: the bytes in pieces, with a pause (seconds) between them."""

    data: bytes
    close: bool = False
    pieces: int = 1
    pause: float = 0.0
    hang: float = 0.0
    reset: bool = False


@dataclass(slots=True)
class Wire:
    """What went over one connection once."""

    connection: int
    request: bytes
    response: bytes

    @property
    def target(self) -> str:
        return self.request.split(b" ")[1].decode("latin-1")


Handler = Callable[[str, bytes], Answer]


def http(
    status: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, length: bool = True
) -> bytes:
    """A plain HTTP/1.1 response."""
    said = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    if length:
        said["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in said.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def chunked(body: bytes, sizes: tuple[int, ...] = (5, 1, 40), extension: bytes = b"") -> bytes:
    """A body in the chunked transfer coding."""
    out, at, turn = b"", 0, 0
    while at < len(body):
        piece = body[at : at + sizes[turn % len(sizes)]]
        out += b"%x" % len(piece) + extension + CRLF + piece + CRLF
        at, turn = at + len(piece), turn + 1
    return out + b"0" + extension + CRLF + CRLF


@dataclass(slots=True)
class Server:
    """A server that answers by `handler`, and notes the wire."""

    handler: Handler
    tls: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    wires: list[Wire] = field(default_factory=list)
    port: int = 0
    _socket: socket.socket | None = None
    _stopping: bool = False
    _connections: int = 0

    @property
    def root(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    @property
    def asked(self) -> list[str]:
        """The paths asked for, robots.txt and the like included."""
        return [wire.target for wire in self.wires]

    def __enter__(self) -> Server:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        self._socket = socket.socket(family)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((self.host, 0))
        self._socket.listen(64)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        assert self._socket is not None
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        assert self._socket is not None
        while not self._stopping:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._connections += 1
            threading.Thread(
                target=self._serve, args=(connection, self._connections), daemon=True
            ).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls is None:
                self._talk(connection, number)
                return
            with self.tls.wrap_socket(connection, server_side=True) as stream:
                self._talk(stream, number)

    def _talk(self, stream: socket.socket, number: int) -> None:
        rest = b""
        while True:
            request, rest = _read_request(stream, rest)
            if request is None:
                return
            answer = self.handler(request.split(b" ")[1].decode("latin-1"), request)
            self.wires.append(Wire(number, request, answer.data))
            if not self._send(stream, answer):
                return

    def _send(self, stream: socket.socket, answer: Answer) -> bool:
        size = max(1, -(-len(answer.data) // answer.pieces))
        for at in range(0, len(answer.data), size):
            stream.sendall(answer.data[at : at + size])
            time.sleep(answer.pause)
        time.sleep(answer.hang)
        if answer.reset:
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        if answer.close or answer.reset:
            if isinstance(stream, ssl.SSLSocket) and not answer.reset:
                stream.unwrap().close()
            return False
        return True


def _read_request(stream: socket.socket, rest: bytes) -> tuple[bytes | None, bytes]:
    while b"\r\n\r\n" not in rest:
        data = stream.recv(65_536)
        if not data:
            return None, b""
        rest += data
    head, _, rest = rest.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(CRLF)[1:]:
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(rest) < length:
        rest += stream.recv(65_536)
    return head + b"\r\n\r\n" + rest[:length], rest[length:]


class Proxy:
    """A proxy: forwards plain requests and opens tunnels; `seen` are its requests."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            request, _ = _read_request(client, b"")
            if request is None:
                return
            self.seen.append(request)
            method, target = request.split(b" ")[:2]
            place = target if method == b"CONNECT" else target.split(b"/")[2]
            host, _, port = place.decode().rpartition(":")
            with socket.create_connection((host, int(port))) as server:
                if method == b"CONNECT":
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    server.sendall(request)
                back = threading.Thread(target=_relay, args=(server, client), daemon=True)
                back.start()
                _relay(client, server)
                back.join()


def _relay(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_WR)


def certificate(folder: Path) -> ssl.SSLContext:
    """The TLS side of a server with a certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
