"""Names of people, in bylines and in the data of a page, told apart from the words around."""

from __future__ import annotations

import re
from collections.abc import Mapping

from normalizers.regions.head import Head, types_of
from normalizers.site import Site
from normalizers.text import fold, squash, unique

_META = (
    "author",
    "article:author",
    "dc.creator",
    "dc.contributor.author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dcterms.creator",
    "citation_author",
)
# How search plug-ins label the author in the cards they write, by language.
_WRITTEN = frozenset(
    (
        "written by",
        "verfasst von",
        "écrit par",
        "escrito por",
        "scritto da",
        "geschreven door",
        "napisane przez",
    )
)
LEAD = re.compile(
    r"^(?:(?:this )?(?:post|entry|article|story|text|words)?\s*(?:was )?(?:posted|written"
    r"|published|publié|rédigé|écrit|publicad[oa]|escrito|pubblicato|scritto|geschreven"
    r"|veröffentlicht|geschrieben|verfasst|"
    r"submitted|reported|created|authored|filed|edited)?\s*(?:on\b.{0,40}?)?\b(?:by|von|par|por"
    r"|di|door|"
    r"av|af|przez|автор)\b\s*:?|author\s*:?|autor(?:in)?\s*:|auteur\s*:|text\s*:|@)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[|•·–—(\[]|\s-\s|\bon\s+(?:\w+day|\w+\s\d|\d)|\bat\s+(?:\d|\w+\s\d)|\bin\s+[A-Z#]|\d{1,2}[:./]\d|"
    r"\s(?:(?:senior|staff|chief|managing|associate|deputy)\s)?"
    r"(?:editor|writer|reporter|correspondent|contributor)$|"
    r"\b(?:19|20)\d\d|\bam\s+(?:\d|\w+tag\b)|\ble\s+\d|\b(?:fact[- ]?checked|tested|edited"
    r"|reviewed)\b|\bposted\b|\bpublished\b|\b(?:last\s+)?(?:updated|modified)\b|\bfor\s+[A-Z]|\bfollow\b|\bfiled\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|"
    r"august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?\s+\d|,\s*(?:staff|special|senior|associate|"
    r"correspondent|editor|reporter|writer|contributor|contributing|chief|head\s|director"
    r"|founder|co-founder|ceo|manager|president|professor|the\s|a\s|an\s|ph\.?d|m\.?d\.?"
    r"|ap\b)).*$",
    re.IGNORECASE | re.DOTALL,
)
# What stands before a colon is a label, in any language.
_LABEL = re.compile(r"^[^\W\d_]+(?:\s[^\W\d_]+)?\s*[::]\s*(?=\w)")
# Degrees and the like behind a name: "Ann Lee, PhD, RN and Bo Ek, MPH".
_DEGREES = re.compile(
    r",\s*(?:Ph\.?\s?D|M\.?D|J\.?D|M\.?Sc|B\.?Sc|M\.?A|B\.?A|[A-Z]{2,5}(?:-[A-Z]{1,3})?)\.?"
    r"(?=\s*(?:$|[,|&–—-]|and\b|und\b|et\b))"
)
_SPLIT = re.compile(r"\s*(?:;|,|\s&\s|\band\b|\bund\b|\bet\b|\by\b|\|)\s*", re.IGNORECASE)
_NOBODY = frozenset(
    [
        "admin",
        "administrator",
        "author",
        "authors",
        "staff",
        "editor",
        "editors",
        "editorial",
        "guest",
        "webmaster",
        "root",
        "anonymous",
        "unknown",
        "user",
        "moderator",
        "by",
        "staffwriter",
        "postedby",
        "view",
        "viewall",
        "website",
        "home",
        "email",
        "twitter",
        "facebook",
        "about",
        "contact",
        "more",
        "share",
        "print",
        "wordpress",
        "blogger",
        "guestauthor",
        "contributor",
        "noauthor",
        "e-mail",
        "profil",
        "profile",
        "viewprofile",
    ]
)
_NO_NAME = re.compile(
    r"^(?:view|read|see|more|all|alle|tous|todos|show|click|posts?|articles?|stories)\b|\bposts?\.?$"
    r"|\barticles?$|[!?{}<>=→»\[\]]|^\d|^(?:fact[- ]checked|tested|reviewed|edited|photos?"
    r"|medically)\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:^|[\s.])\w\.$")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|\.com\b", re.IGNORECASE)
_LONGEST = 60
_MOST_WORDS = 6


def people_in(value: object) -> tuple[str, ...]:
    """The names in a value of JSON-LD: a text, an object, or a list of them."""
    if isinstance(value, str):
        return (fold(value),)
    if isinstance(value, Mapping):
        return people_in(value.get("name"))
    if isinstance(value, list):
        return unique(name for item in value[:20] for name in people_in(item))
    return ()


def clean_names(text: str, site: Site) -> list[str]:
    """The names in a byline, in order; none where it names nobody.

    >>> clean_names("Posted by Ann Lee and Bo Ek on March 3, 2012", Site(name=None))
    ['Ann Lee', 'Bo Ek']
    """
    text = fold(text)
    if _ADDRESS.search(text):
        return []
    lead = LEAD.match(text) or _LABEL.match(text)
    if lead:
        text = text[lead.end() :]
    text = _trim(_TAIL.sub("", _DEGREES.sub("", text)))
    return [name for part in _SPLIT.split(text) if (name := _trim(part)) and _is_name(name, site)]


def _trim(text: str) -> str:
    """A name less the signs around it; the point of an initial stays."""
    text = text.strip(" ,:;-–—|").lstrip(".")
    return text if _INITIAL.search(text) else text.rstrip(" .,:;-–—|")


def _is_name(text: str, site: Site) -> bool:
    key = squash(text)
    if (
        len(text) > _LONGEST
        or len(text.split()) > _MOST_WORDS
        or not any(c.isalpha() for c in text)
    ):
        return False
    return (
        not _NO_NAME.search(text)
        and key not in _NOBODY
        and key not in {squash(n) for n in site.not_authors}
    )


def said_authors(head: Head, site: Site) -> tuple[str, ...]:
    """The authors that the data of a page name: its objects, its cards, its meta elements."""
    from_objects = [
        name
        for thing in head.objects
        if any(t.endswith(("Article", "Posting", "Report", "WebPage")) for t in types_of(thing))
        for key in ("author", "creator")
        for name in people_in(thing.get(key)) or _referred(thing.get(key), head)
    ]
    names = [n for raw in from_objects for n in clean_names(raw, site)]
    if names:
        return once(names)
    if head.value("twitter:label1").casefold() in _WRITTEN:
        names = clean_names(head.value("twitter:data1"), site)
    if names:
        return once(names)
    for key in _META:
        names = [n for raw in head.meta.get(key, ()) for n in clean_names(raw, site)]
        if names:
            return once(names)
    return ()


def _referred(value: object, head: Head) -> tuple[str, ...]:
    """The name of the object that a reference names by its `@id`."""
    wanted = value.get("@id") if isinstance(value, dict) else None
    found = [thing for thing in head.objects if wanted and thing.get("@id") == wanted]
    return tuple(name for thing in found for name in people_in(thing.get("name")))


def once(names: list[str]) -> tuple[str, ...]:
    """Each name once, in its first spelling."""
    by_key = {squash(name): name for name in reversed(names)}
    return unique(by_key[squash(name)] for name in names)
