"""HTTP messages as they were on the wire, read leniently and without loss.

- Nothing here refuses a message: what cannot be read as HTTP has a head without fields.
- The *entity* is the body with its transfer coding undone, its content coding not: what
  a payload digest covers (https://github.com/iipc/warc-specifications/issues/22).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BLANK_LINE = re.compile(rb"\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|$)")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[^\r\n]*\r?\n")
_READ_TWO_WAYS = re.compile(rb"(?<!\r)\n|\n[ \t\r\v\f]+\n")
_SWITCHING_PROTOCOLS = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a message: its first line, its fields in order, where the body begins.

    `named` has the first value of each field by its lower-case name. `whole` is false
    when the message was cut inside its head. `agreed` is false when readers are known to
    differ on where the head ends.
    """

    start: bytes
    fields: tuple[tuple[str, str], ...]
    named: Mapping[str, str]
    size: int
    whole: bool
    agreed: bool

    @property
    def status(self) -> int | None:
        """The status code of a response, where the first line tells one."""
        match = _STATUS.match(self.start)
        return int(match[1]) if match else None

    def get(self, name: str) -> str | None:
        """The first value of a field."""
        return self.named.get(name.lower())

    def codings(self, name: str) -> tuple[str, ...]:
        r"""The codings that `Transfer-Encoding` or `Content-Encoding` lists, as applied.

        >>> read_head(b"HTTP/1.1 200 OK\nContent-Encoding: X-GZIP, identity\n\n").codings(
        ...     "content-encoding")
        ('gzip',)
        """
        wanted = name.lower()
        if wanted not in self.named:
            return ()
        listed = ",".join(value for key, value in self.fields if key.lower() == wanted).lower()
        names = (part.strip().removeprefix("x-") for part in listed.split(","))
        return tuple(part for part in names if part not in {"", "identity"})


def read_head(message: bytes) -> Head:
    """The head of a request or response.

    *Quirk:* lines may end in LF alone, be folded, or hold no colon; bytes beyond ASCII
    are UTF-8 where they can be, else Latin-1.
    """
    end = _BLANK_LINE.search(message)
    head = message[: end.start()] if end else message
    start, _, rest = head.partition(b"\n")
    if b"\n " in head or b"\n\t" in head:
        rest = _FOLD.sub(b" ", rest)
    fields: list[tuple[str, str]] = []
    named: dict[str, str] = {}
    for line in rest.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            pair = (name.decode("latin-1").strip(), _words(value))
            fields.append(pair)
            named.setdefault(pair[0].lower(), pair[1])
    return Head(
        start=start.rstrip(b"\r"),
        fields=tuple(fields),
        named=named,
        size=end.end() if end else len(message),
        whole=bool(end),
        agreed=end is not None and end[0] == b"\n\r\n" and not _READ_TWO_WAYS.search(head + b"\n"),
    )


def _words(raw: bytes) -> str:
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def split_interim(answer: bytes) -> tuple[bytes, bytes]:
    r"""The interim responses (1xx) before an answer, and the answer.

    >>> split_interim(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
    (b'HTTP/1.1 103 Early Hints\r\n\r\n', b'HTTP/1.1 200 OK\r\n\r\n')
    """
    at = 0
    while answer.startswith(b"HTTP/", at):
        head = read_head(answer[at:])
        status = head.status or 0
        more = at + head.size < len(answer)
        if status // 100 != 1 or status == _SWITCHING_PROTOCOLS or not more:
            break
        at += head.size
    return answer[:at], answer[at:]


def entity_of(head: Head, body: bytes) -> bytes:
    """The body with a chunked transfer coding undone, as far as it came.

    *Quirk:* a body that is called chunked and is not is taken as it is.
    """
    if "chunked" not in head.codings("transfer-encoding"):
        return body
    pieces: list[bytes] = []
    at = 0
    while size_line := _CHUNK_SIZE.match(body, at):
        size = int(size_line[1], 16)
        if not size:
            break
        begin = size_line.end()
        pieces.append(body[begin : begin + size])
        at = begin + size + (2 if body[begin + size : begin + size + 1] == b"\r" else 1)
    if not pieces and not (body and _CHUNK_SIZE.match(body)):
        return body
    return b"".join(pieces)


def framing_of(head: Head) -> str:
    r"""Transfer and content codings of an answer, in one word.

    A revisit replays right only when its head frames the body as the original does.

    >>> framing_of(read_head(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"))
    'chunked/'
    """
    transfer, content = head.codings("transfer-encoding"), head.codings("content-encoding")
    return f"{'+'.join(transfer)}/{'+'.join(content)}"
