"""Servers on loopback for tests: raw bytes out, every exchange noted as it was on the wire."""

from __future__ import annotations

import contextlib
import random
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


def odd_answers() -> dict[str, Answer]:
    """Answers that real servers give and that few clients record as they are."""
    body = b"<!DOCTYPE html><title>odd</title><p>" + b"words " * 60
    length = b"Content-Length: %d\r\n\r\n" % len(body)
    ok = b"HTTP/1.1 200 OK\r\n"
    chunks = ok + b"Transfer-Encoding: chunked\r\n"
    raw = {
        "fold": ok + b"X-Long: one\r\n\t two\r\n  three\r\n" + length + body,
        "bare-lf": b"HTTP/1.1 200 OK\nX-A: 1\n" + length.replace(CRLF, b"\n") + body,
        "mixed-lines": b"HTTP/1.1 200 OK\nX-A: 1\r\n" + length + body,
        "no-colon": ok + b"what is this\r\n" + length + body,
        "reason-bytes": b"HTTP/1.1 200 Voil\xe0 \xff\r\n" + length + body,
        "no-reason": b"HTTP/1.1 200\r\n" + length + body,
        "case": ok + b"sEt-CoOkIe: a=1\r\nX: 1\r\nset-cookie: b=2\r\nx: 2\r\n" + length + body,
        "spaces": ok + b"X-A:1\r\nX-B:    2   \r\nX-C:\r\n" + length + body,
        "utf8-head": ok + "X-Title: “Überblick”\r\n".encode() + length + body,
        "length-twice": ok + b"Content-Length: %d\r\n" % len(body) + length + body,
        "hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok + length + body,
        "interim-twice": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
        + ok
        + length
        + body,
        "chunk-extension": chunks + CRLF + chunked(body, extension=b';a="b c"'),
        "chunk-trailer": chunks + CRLF + chunked(body)[:-2] + b"X-Sum: 1\r\nX-More: 2\r\n\r\n",
        "chunk-zeros": chunks + CRLF + b"000%X\r\n" % len(body) + body + b"\r\n000\r\n\r\n",
        "chunk-padded": chunks + CRLF + b"%x   \r\n" % len(body) + body + b"\r\n0  \r\n\r\n",
        "chunk-quoted": chunks + CRLF + chunked(body, extension=b'; a="\\"b\\\\"'),
        "status-tabs": b"HTTP/1.1\t200\tOK\r\n" + length + body,
        "names-spaced": ok + b"X-A : 1\r\nno name: 2\r\n" + length + body,
        "coding-unknown": ok + b"Transfer-Encoding: identity, x\r\n" + length + body * 9,
        "length-conflict": ok + b"Content-Length: 5\r\n" + length + body * 9,
        "chunk-broken": chunks + CRLF + b"5\nhello\n" + b"zz\r\n" * 40,
        "gzip-not": ok + b"Content-Encoding: gzip\r\n" + length + body,
        "empty": ok + b"Content-Length: 0\r\n\r\n",
        "more-than-told": ok + b"Content-Length: 10\r\n\r\n" + body[:30],
        "no-content": b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n",
        "not-modified": b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n',
        "gone": b"HTTP/1.1 410 Gone\r\n" + length + body,
        "teapot": b"HTTP/1.1 418 I'm a teapot\r\n" + length + body,
        "moved": b"HTTP/1.1 301 Moved\r\nLocation: /o/moved-here\r\nContent-Length: 0\r\n\r\n",
    }
    closing = {
        "old": b"HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\n" + body,
        "until-close": ok + b"Connection: close\r\n\r\n" + body,
        "length-and-close": ok + b"Connection: close\r\n" + length + body,
        "cut-length": ok + b"Content-Length: 9999\r\n\r\n" + body,
        "cut-chunk": chunks + CRLF + chunked(body)[:200],
        "cut-head": ok + b"X-A: hal",
        "two-answers": ok + b"Connection: close\r\n" + length + body + ok + length + body,
    }
    answers = {name: Answer(data, pieces=2, pause=0.002) for name, data in raw.items()}
    answers |= {name: Answer(data, close=True) for name, data in closing.items()}
    whole = {"more-than-told": Answer(raw["more-than-told"])}
    slow = ("coding-unknown", "length-conflict", "chunk-broken")
    return answers | whole | {name: Answer(raw[name], pieces=5, pause=0.02) for name in slow}


def random_answer(seed: int) -> Answer:
    """An answer with odd lines, folding, framing, splitting and ending."""
    dice = random.Random(seed)
    body = b"".join(b"<p>%d</p>\n" % dice.randrange(10**9) for _ in range(dice.randrange(1, 300)))
    end = dice.choice((CRLF, CRLF, CRLF, b"\n"))
    reason = dice.choice((b"", b" ", b" OK", b"  two", b" \xff\xfe", b"\tOK"))
    fields = [_random_field(dice, end) for _ in range(dice.randrange(8))]
    close = dice.random() < 0.2
    if close:
        fields.append(dice.choice((b"Connection: close", b"connection:x, CLOSE")))
    if dice.random() < 0.5:
        fields.append(dice.choice((b"Transfer-Encoding: chunked", b"transfer-encoding:Chunked ")))
        sizes = tuple(dice.randrange(1, 500) for _ in range(5))
        extension = dice.choice((b"", b";x", b'; y="z"', b"  ", b';q="\\""'))
        trailer = b"X-Sum: 1\r\n" * dice.choice((0, 0, 1, 3))
        content = chunked(body, sizes, extension)[:-2] + trailer + CRLF
    else:
        length = b"Content-Length:%s%d" % (b" " * dice.randrange(3), len(body))
        fields += [length] * dice.choice((0 if close else 1, 1, 2))
        content = body
    dice.shuffle(fields)
    status = b"HTTP/1.1 %d" % dice.choice((200, 200, 200, 203, 404, 500, 599)) + reason
    hints = (b"HTTP/1.1 103 Hints\r\nLink: </x>\r\n a\r\n\r\n", b"HTTP/1.1 102 P\r\n\r\n")
    interim = b"".join(dice.choice(hints) for _ in range(dice.choice((0, 0, 0, 1, 3))))
    data = interim + end.join((status, *fields)) + end + end + content
    return Answer(
        data, close=close, pieces=dice.choice((1, 2, 5, 9, 40)), pause=dice.choice((0.0, 0.001))
    )


def _random_field(dice: random.Random, end: bytes) -> bytes:
    name = bytes(dice.choice(b"abXY-z_!") for _ in range(dice.randrange(1, 9)))
    colon = dice.choice((b":", b": ", b":\t", b" : "))
    value = dice.choice((b"v", b"", b"a:b", b"x" * 900, b"\xe9\xff", "“ü”".encode(), b"a\x01"))
    fold = dice.choice((b"", b"", end + b" folded", end + b"\t  a: b" + end + b"  c"))
    return dice.choice((name + colon + value, b"no colon")) + fold


def odd_handler(target: str, request: bytes) -> Answer:
    """`/o/NAME` by name, `/r/SEED` by chance, else a plain page; HEAD without a body."""
    name = target.partition("?")[0]
    if "://" in name:
        name = "/" + name.split("/", 3)[3]
    if name.startswith("/r/"):
        return random_answer(int(name[3:]))
    if request.startswith(b"HEAD "):
        return Answer(http("200 OK", b"x" * 99).partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    known = odd_answers().get(name.removeprefix("/o/"))
    return known or Answer(http("200 OK", b"<title>plain</title>"))


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


@dataclass(slots=True)
class Blog:
    """A small blog: paths and what they answer; what it does not know is 404."""

    pages: dict[str, Answer] = field(default_factory=dict)

    def __call__(self, target: str, request: bytes) -> Answer:
        answer = self.pages.get(target)
        if answer is None:
            return Answer(http("404 Not Found", b"<title>404</title>"))
        etag = answer.data.partition(b"ETag: ")[2].partition(b"\r\n")[0]
        if etag and b"If-None-Match: " + etag in request:
            return Answer(b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n")
        return answer

    def page(self, path: str, body: str, status: str = "200 OK", **headers: str) -> None:
        """Set what a path answers; `_` in a header's name stands for a dash."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        html = f"<!DOCTYPE html><title>{path}</title>{body}"
        self.pages[path] = Answer(http(status, html.encode(), said))

    def links(self, path: str, *targets: str, text: str = "") -> None:
        """Set a page of links."""
        self.page(path, text + "".join(f'<p><a href="{target}">x</a></p>' for target in targets))

    def document(self, path: str, body: str, **headers: str) -> None:
        """Set a feed, a sitemap or another text."""
        kind = {"Content-Type": "application/xml"}
        said = kind | {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(http("200 OK", body.encode(), said))


def small_blog() -> Blog:
    """A blog of eleven stories, each found by another way."""
    blog = Blog()
    posts = [f"/2017/0{month}/story-{month}/" for month in range(1, 10)]
    blog.document("/robots.txt", "User-agent: *\nDisallow: /secret/\nSitemap: /map.xml\n")
    blog.page(
        "/",
        '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        f'<a href="{posts[0]}">1</a> <a href="/page/2/">older</a> <a href="/about/">about</a>'
        '<a href="/secret/2017/01/x/">s</a> <a href="http://elsewhere.example/">e</a>'
        '<a href="/wp-login.php">l</a> <a href="/tag/war/">t</a>',
    )
    blog.links("/page/2/", posts[1], "/page/3/")
    blog.links("/page/3/", posts[2], "/page/4/")
    blog.links("/tag/war/", posts[3], posts[0])
    blog.document(
        "/feed/",
        f'<rss version="2.0"><channel><item><link>{posts[4]}</link></item></channel></rss>',
        ETag='"feed-1"',
    )
    blog.document("/map.xml", f"<urlset><url><loc>{posts[5]}</loc></url></urlset>")
    for path in posts:
        blog.links(path, "/", f"{path}?replytocom=7#respond", text=f"<p>Words of {path}</p>")
    blog.links(posts[0], f"{posts[0]}2/", f"{posts[0]}comment-page-1/", posts[6], "/old/")
    blog.links(f"{posts[0]}2/", f"{posts[0]}3/")
    blog.page(f"{posts[0]}3/", "the end")
    blog.page(f"{posts[0]}comment-page-1/", "first comments")
    blog.page("/about/", "about us")
    blog.page("/old/", "moved", status="301 Moved", Location=posts[7])
    blog.page(posts[8], "nobody links here")
    return blog
