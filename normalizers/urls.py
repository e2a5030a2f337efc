"""Addresses: one spelling for a page, one key for a story, and the sort key of indexes.

`canonicalize` keeps an address that can be fetched; `story_key` folds what never tells
two posts apart (scheme, `www.`, the last slash, the query parameters of views);
`surt` is the key of CDXJ indexes (Sort-friendly URI Reordering Transform,
https://github.com/internetarchive/surt).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

# Views of a page, and what campaigns add: the page is the same without them.
_NOISE = frozenset(
    [
        "replytocom",
        "printerfriendly",
        "share",
        "nb",
        "like_comment",
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "ref_src",
        "ref_url",
        "amp",
        "outputtype",
        "showcomment",
        "cn-reloaded",
        "shared",
        "ncid",
        "cmpid",
    ]
)
_NOISE_START = ("utm_", "hsa_", "__hs", "pk_", "wt_")
_PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]|[^\x00-\x7f]")
_TWICE = re.compile(r"%(?:25)+(?=[0-9a-f]{2})")
_BARE = re.compile(r"%(?![0-9a-f]{2})")
_VISIBLE = re.compile(r"%(2[1246-9a-f]|[3-6][0-9a-f]|7[0-9a-e])")
_SESSION = re.compile(r"(?i)^(?:phpsessid|jsessionid|aspsessionid\w*|sid)$")
_LONGEST = 100_000  # letters; beyond them nothing is an address
_SLASHES = re.compile(r"//+")
# Links from the root of a site, without anything to resolve: nearly all that are relative.
_FROM_ROOT = re.compile(r"(?:/|(?:/[\w%~+,=&-][\w%~+,=&.-]*)+/?)(?:\?[\w%~+,=&./-]+)?")
_WWW = re.compile(r"^www\d*\.")


def join(base: str, link: str) -> str:
    """The absolute address of a link; as it stands where it makes no sense.

    >>> join("http://a.example/b/c", "../d")
    'http://a.example/d'
    """
    link = link.strip()
    if link.startswith(("http://", "https://")) or len(link) > _LONGEST:
        return link
    try:
        if _FROM_ROOT.fullmatch(link) and (root := _root_of(base)):
            return root + link
        return urljoin(base, link)
    except ValueError:
        return link


@lru_cache(maxsize=1024)
def _root_of(base: str) -> str:
    """Scheme and host of an address; empty where it is none of the web."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in _PORTS and parts.netloc else ""


def host_of(url: str) -> str:
    """The host of an address without `www.`, empty where there is none.

    >>> host_of("https://www.A.example:8080/x")
    'a.example'
    """
    try:
        return _WWW.sub("", urlsplit(url).hostname or "")
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def canonicalize(url: str) -> str:
    """The address of the page itself: no fragment, no trackers, no views of it.

    Scheme and host go to lower case, default ports and dot segments away, unsafe
    characters are percent-encoded as UTF-8. Doing it twice changes nothing. What is no
    http address comes back as it is.

    >>> canonicalize("HTTP://A.Example:80/x/../2017/09/slug/?replytocom=5#comment-5")
    'http://a.example/2017/09/slug/'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host:
        return url
    netloc = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    if ":" in host:
        netloc = netloc.replace(host, f"[{host}]")
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query), ""))


def story_key(url: str) -> str:
    """One key for all spellings of a story's address.

    >>> story_key("https://www.a.example/2017/09/slug?utm_source=x")
    'a.example/2017/09/slug'
    """
    spelled = canonicalize(url)
    if not host_of(spelled):
        return spelled
    parts = urlsplit(spelled)
    path = re.sub(r"/(?:index\.html?|index\.php)$", "/", parts.path).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{_WWW.sub('', parts.netloc)}{unquote(path)}{query}"


def surt(url: str) -> str:
    """The sort key of an address in an index.

    Visible characters are not left escaped, so that programs which escape more or less
    find the same address.

    >>> surt("http://www.Example.org/A/?b=2&a=1%2C2")
    'org,example)/a?a=1,2&b=2'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower()
    if not host:
        return url.lower()
    labels = ",".join(reversed(_WWW.sub("", host).split(".")))
    suffix = "" if port in (None, _PORTS.get(parts.scheme.lower())) else f":{port}"
    path = _SLASHES.sub("/", _visible(_path(parts.path))).rstrip("/") or "/"
    pairs = sorted(p for p in _visible(parts.query).split("&") if p and not _is_session(p))
    return f"{labels}{suffix}){path}" + ("?" + "&".join(pairs) if pairs else "")


def _visible(text: str) -> str:
    """A text in lower case with no more escaped than must be, however often it was."""
    escaped = _UNSAFE.sub(lambda m: quote(m[0].encode("utf-8", "replace")), text).lower()
    once = _BARE.sub("%25", _TWICE.sub("%", escaped))
    return _VISIBLE.sub(lambda m: chr(int(m[1], 16)).lower(), once)


def _is_session(pair: str) -> bool:
    return bool(_SESSION.match(pair.partition("=")[0]))


def _path(path: str) -> str:
    safe = _UNSAFE.sub(lambda m: quote(m[0].encode("utf-8", "replace")), path) or "/"
    if "/." not in safe and not safe.startswith("."):
        return safe
    kept: list[str] = []
    for segment in safe.split("/"):
        if segment == "..":
            kept = kept[:-1] or [""]
        elif segment != ".":
            kept.append(segment)
    ends = safe.endswith(("/.", "/.."))
    return "/" + "/".join(kept).lstrip("/") + ("/" if ends and kept[-1] else "")


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(k, v) for k, v in pairs if not _is_noise(k.lower())]
    if len(kept) == len(pairs):
        return _UNSAFE.sub(lambda m: quote(m[0].encode("utf-8", "replace")), query)
    return urlencode(kept)


def _is_noise(name: str) -> bool:
    return name in _NOISE or name.startswith(_NOISE_START) or bool(_SESSION.match(name))
