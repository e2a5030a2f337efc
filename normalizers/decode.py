"""From the bytes of a body to text, whatever coding was claimed.

Order: a byte order mark, UTF-8 where the bytes are valid UTF-8 (other codings hardly
ever are), the charset of the header, that of the page's `<meta>` or XML declaration as
bs4 finds it, else Windows-1252, as browsers do. A page that is mostly UTF-8 and in part
Windows-1252 is decoded piece by piece.

*Quirk:* pages that say ISO-8859-1 mean Windows-1252; the WHATWG table of labels
(https://encoding.spec.whatwg.org/#names-and-labels) is followed in such cases.
"""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector

from normalizers.errors import NotHtmlError, TooComplexError, UndecodableBodyError
from normalizers.values import Capture

MAX_BYTES = 24_000_000
_FEW_SEQUENCES = 10
_HEAD_BYTES = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MEANT = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-user-defined": "cp1252",
}
_TEXT_CODECS = re.compile(r"^(?:utf|cp|iso|koi|mac|gb|big5|euc|johab|shift|tis|hz|latin)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Bytes that are no UTF-8, as Python's `surrogateescape` keeps them in a text.
_LOOSE = re.compile("[\udc80-\udcff]")
_LOOSE_RUN = re.compile("[\udc80-\udcff]+")
_SEQUENCE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|br|table|a\s|span|h[1-6]|article|script)\b",
    re.IGNORECASE,
)
_OTHERS = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"RIFF", "a RIFF medium"),
    (b"OggS", "an Ogg medium"),
    (b"ID3", "an MP3 medium"),
)
_XML = re.compile(
    rb"<(rss|feed|rdf:RDF|urlset|sitemapindex|opml|oembed|methodResponse)[\s>]", re.IGNORECASE
)


def decode(capture: Capture) -> str:
    """The text of a capture's body.

    Raises:
        TooComplexError: the body is larger than any page.
        NotHtmlError: the body is something else than a web page.
        UndecodableBodyError: no character coding makes text of the bytes.
    """
    body = capture.body
    if len(body) > MAX_BYTES:
        raise TooComplexError(capture.url, f"{len(body)} bytes; the bound is {MAX_BYTES}")
    _refuse_others(capture)
    for mark, coding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(coding, "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_other(body, header(capture, "content-type"))
    if _is_noise(body):
        raise UndecodableBodyError(capture.url, "more control characters than a text has")
    return text


def header(capture: Capture, name: str) -> str:
    """The value of a header, empty where there is none; the last one counts."""
    for key, value in reversed(capture.headers):
        if key.lower() == name:
            return value
    return ""


def _refuse_others(capture: Capture) -> None:
    head = capture.body[:4096].lstrip()
    if not head and not capture.body.strip():
        raise NotHtmlError(capture.url, "the body is empty")
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise NotHtmlError(capture.url, f"the body is {what}")
    feed = _XML.search(head[:1000])
    if feed and not _HTML.search(head[: feed.start()]):
        raise NotHtmlError(capture.url, f"the body is XML: <{feed[1].decode()}>")
    kind = header(capture, "content-type").partition(";")[0].strip().lower()
    if "html" in kind or _HTML.search(head):
        return
    if head.startswith((b"{", b"[")) or kind.endswith(("json", "javascript", "css")):
        raise NotHtmlError(capture.url, f"the body is {kind or 'JSON'}")
    if kind.startswith(("image/", "audio/", "video/", "font/")):
        raise NotHtmlError(capture.url, f"the body is {kind}")


def _decode_other(body: bytes, content_type: str) -> str:
    declared = _declared(body, content_type)
    if declared in (None, "utf-8", "cp1252"):
        return _decode_mixed(body)
    return body.decode(declared, "replace")


def _declared(body: bytes, content_type: str) -> str | None:
    named = _CHARSET.search(content_type)
    if named and (coding := _codec(named[1])):
        return coding
    said = EncodingDetector.find_declared_encoding(body[:_HEAD_BYTES], is_html=True)
    return _codec(said) if said else None


def _codec(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_MEANT.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return name if _TEXT_CODECS.match(name) and not name.startswith("utf-7") else None


def _decode_mixed(body: bytes) -> str:
    """Windows-1252, but what is valid UTF-8 as UTF-8 where most of it is."""
    text = body.decode("utf-8", "surrogateescape")
    sequences, loose = len(_SEQUENCE.findall(text)), len(_LOOSE.findall(text))
    if sequences * 2 < loose and sequences < _FEW_SEQUENCES:
        return _windows(body)
    return _LOOSE_RUN.sub(lambda run: _windows(run[0].encode("utf-8", "surrogateescape")), text)


def _windows(data: bytes) -> str:
    """Windows-1252 as browsers read it: the five bytes it leaves open are controls."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_noise(body: bytes) -> bool:
    sample = body[:65536].replace(b"\x00", b"") or body[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return controls * 10 > len(sample)
