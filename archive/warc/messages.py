"""HTTP messages as they were on the wire, read leniently and without loss.

- Nothing here refuses a message: what cannot be read as HTTP has a head without fields.
- The *entity* is the body with its transfer coding undone, its content coding not: what
  a payload digest covers (https://github.com/iipc/warc-specifications/issues/22).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_FOLD = re.compile(r"\r?\n[ \t]+")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|\r*(?:\n|$))")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[^\r\n]*\r?\n")
_READ_TWO_WAYS = re.compile(rb"(?<!\r)\n|\n[ \t\r\v\f]+\n")
_SWITCHING_PROTOCOLS = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a message: its first line, its fields in order, where the body begins.

    `status` is the code of a response, where the first line tells one. `named` has the
    first value of each field by its lower-case name. `whole` is false when the message
    was cut inside its head.
    """

    status: int | None
    fields: tuple[tuple[str, str], ...]
    named: Mapping[str, str]
    size: int
    whole: bool

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
    blank, end = blank_line(message)
    head = message[:blank] if end >= 0 else message
    status = _STATUS.match(head)
    text = head.partition(b"\n")[2].decode("latin-1")
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    parts = [line.partition(":") for line in text.split("\n")]
    words = str.strip if text.isascii() else _words
    fields = tuple([(name.strip(), words(value)) for name, colon, value in parts if colon])
    return Head(
        status=int(status[1]) if status else None,
        fields=fields,
        named={name.lower(): value for name, value in reversed(fields)},
        size=end if end >= 0 else len(message),
        whole=end >= 0,
    )


def blank_line(data: bytes, at: int = 0) -> tuple[int, int]:
    """Where the line before the next blank line ends, and the blank line; -1 for no end.

    *Quirk:* lines may end in LF alone.
    """
    usual = data.find(b"\n\r\n", at)
    bare = data.find(b"\n\n", at, usual + 1 if usual >= 0 else len(data))
    if bare >= 0:
        return bare, bare + 2
    return usual, usual + 3 if usual >= 0 else -1


def is_agreed(message: bytes, head: Head) -> bool:
    """Whether all readers are known to see the end of the head in the same place."""
    read = message[: head.size]
    return head.whole and read.endswith(b"\n\r\n") and not _READ_TWO_WAYS.search(read[:-2])


def _words(value: str) -> str:
    raw = value.encode("latin-1")
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.strip()


def split_interim(answer: bytes) -> tuple[bytes, bytes]:
    r"""The interim responses (1xx) before an answer, and the answer.

    >>> split_interim(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
    (b'HTTP/1.1 103 Early Hints\r\n\r\n', b'HTTP/1.1 200 OK\r\n\r\n')
    """
    at = 0
    while (status := _STATUS.match(answer, at)) and status[1].startswith(b"1"):
        end = blank_line(answer, at)[1]
        if int(status[1]) == _SWITCHING_PROTOCOLS or not 0 <= end < len(answer):
            break
        at = end
    return answer[:at], answer[at:]


def entity_of(head: Head, body: bytes) -> bytes:
    """The body with a chunked transfer coding undone, as far as it came.

    *Quirk:* a body that is called chunked and is not is taken as it is.
    """
    return b"".join(entity_pieces(head, memoryview(body)))


def entity_pieces(head: Head, body: memoryview) -> Iterator[memoryview]:
    """The entity of a body piece by piece, none of it copied."""
    size_line = None
    if "transfer-encoding" in head.named and "chunked" in head.codings("transfer-encoding"):
        size_line = _CHUNK_SIZE.match(body)
    if not size_line:
        yield body
    while size_line and (size := int(size_line[1], 16)):
        end = size_line.end() + size
        yield body[size_line.end() : end]
        size_line = _CHUNK_SIZE.match(body, end + (2 if bytes(body[end : end + 1]) == b"\r" else 1))


def framing_of(head: Head) -> str:
    r"""Transfer and content codings of an answer, in one word.

    A revisit replays right only when its head frames the body as the original does.

    >>> framing_of(read_head(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n"))
    'chunked/'
    """
    if "transfer-encoding" not in head.named and "content-encoding" not in head.named:
        return "/"
    transfer, content = head.codings("transfer-encoding"), head.codings("content-encoding")
    return f"{'+'.join(transfer)}/{'+'.join(content)}"
