"""Answers of odd servers: what the standard allows, what it forbids, and random ones."""

from __future__ import annotations

import random

from tests.servers import CRLF, Answer, chunked, http


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
