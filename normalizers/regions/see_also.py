"""Cross references: paragraphs and list items of links to other posts of the blog.

"See Delta Daily, Sept 29: Dam Holds", later lines often without "See". Every line is one
item. A line is one when its words are links, save for a short lead ("See also", "Read
more:") and a flag ("NEW", "UPDATED").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from normalizers.marks import MarkedBlock, lines
from normalizers.regions.series import FLAG, split_title
from normalizers.site import Site
from normalizers.urls import host_of
from normalizers.values import Link, SeeAlso

_LEAD = re.compile(
    r"(?:and\s|also\s)?(?:see|read|voir|siehe|ver)(?:\s(?:also|more|aussi|auch|también))?\b"
    r"(?:\s?[:：])?\s|also:?\s",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_FILE = re.compile(r"\.(?:pdf|jpe?g|png|gif|mp[34]|docx?)$", re.IGNORECASE)
_LONGEST_LEAD = 3  # words before the first link
_LONGEST_NAME = 9  # the same where they are set off: the series of the post and its date
_MOST_ITEMS = 60  # lines and links of one block: beyond it nobody wrote them
_LONGEST_LINE = 40  # letters that may stand beside the links of a line
_KINDS = frozenset(("paragraph", "list_item", "heading", "quote"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What tells links to the blog's own posts."""

    url: str
    site: Site

    def owns(self, url: str) -> bool:
        """Whether a link leads to another page of the blog."""
        parts = urlsplit(url)
        if not parts.netloc:
            return bool(parts.path.strip("/"))
        here = host_of(url) == host_of(self.url)
        own = here or (bool(self.site.hosts) and self.site.in_scope(url))
        path = parts.path.rstrip("/")
        other = path != urlsplit(self.url).path.rstrip("/") or host_of(url) != host_of(self.url)
        return own and other and bool(path) and not _FILE.search(path)


def read_item(line: str, link: Link | None, *, declared: bool) -> SeeAlso:
    """One line of a cross reference in its parts.

    >>> read_item("See NEW Delta: Dam Holds", None, declared=True)
    SeeAlso(flag='NEW', series='Delta', date_label=None, title='Dam Holds', url=None)
    """
    words = _LEAD.sub("", line, count=1) if _LEAD.match(line) else line
    flag = FLAG.match(words)
    words = words[flag.end() :] if flag else words
    title = split_title(words.strip(), declared=declared)
    return SeeAlso(
        flag=flag[1] if flag else None,
        series=title.series,
        date_label=title.label,
        title=title.headline,
        url=link.url if link else None,
    )


def is_lead(text: str) -> bool:
    """Whether words are the lead of a cross reference and nothing more.

    >>> is_lead("See also:"), is_lead("See the dam")
    (True, False)
    """
    return _LEAD.fullmatch(f"{text} ") is not None


def as_see_also(marked: MarkedBlock, home: Home) -> MarkedBlock | None:
    """The block as a cross reference, or None where it is none."""
    if marked.kind not in _KINDS or not 0 < len(marked.block.links) <= _MOST_ITEMS:
        return None
    lead = bool(_LEAD.match(marked.text))
    linked = sum(len(link.text) for link in marked.block.links)
    if 2 * linked + _LONGEST_LINE < len(marked.text) and not lead:
        return None
    if marked.text.count("\n") > _MOST_ITEMS:
        return None
    rows = list(lines(marked))
    if marked.kind == "heading" and not lead:
        return None
    if not all(_is_row(row, home, lead=lead) for row in rows):
        return None
    items = [item for row in rows for item in _items(row, declared=home.site.series)]
    block = replace(marked.block, kind="see_also", see_also=tuple(items), level=None)
    return replace(marked, block=block)


def join_lists(blocks: Iterable[MarkedBlock]) -> list[MarkedBlock]:
    """Cross references in neighbouring list items as one block, a line an item."""
    runs: list[list[MarkedBlock]] = []
    for marked in blocks:
        before = runs[-1][-1] if runs else None
        if before and _is_listed(before) and _is_listed(marked) and not marked.after_rule:
            runs[-1].append(marked)
        else:
            runs.append([marked])
    return [run[0] if len(run) == 1 else _joined(run) for run in runs]


def _is_listed(marked: MarkedBlock) -> bool:
    return marked.kind == "see_also" and marked.list_depth > 0


def _joined(run: list[MarkedBlock]) -> MarkedBlock:
    block = replace(
        run[0].block,
        text="\n".join(marked.text for marked in run),
        links=tuple(link for marked in run for link in marked.block.links),
        see_also=tuple(item for marked in run for item in marked.block.see_also),
    )
    return replace(run[0], block=block, runs=())


def _is_row(row: MarkedBlock, home: Home, *, lead: bool) -> bool:
    """Whether one line is links and no more than a lead, a flag and marks beside them."""
    links = row.block.links
    own = [home.owns(link.url) for link in links]
    if not links or not (all(own) or (lead and home.site.series and any(own))):
        return False
    before, after = _outside(row)
    if after:
        return len(after) <= 1 and len(links) > 1
    head = row.text[: row.text.find(links[0].text)].rstrip()
    leads = not before or _LEAD.match(row.text) or FLAG.match(row.text)
    named = head.endswith((":", "："))
    set_off = lead or all(run.bold or run.italic for run in row.runs)
    most = _LONGEST_NAME if named and set_off and home.site.series else _LONGEST_LEAD
    return bool(leads or named) and len(before) <= most


def _outside(row: MarkedBlock) -> tuple[list[str], list[str]]:
    """The words before the first link, and those behind it that are in no link."""
    before: list[str] = []
    after: list[str] = []
    seen = False
    for run in row.runs:
        seen = seen or run.url is not None
        if run.url is None:
            (after if seen else before).extend(_WORD.findall(run.text))
    return before, after


def _items(row: MarkedBlock, *, declared: bool) -> list[SeeAlso]:
    """The links of a line; the flag may stand before them, or in them."""
    words = row.text[: row.text.find(row.block.links[0].text)]
    outside = FLAG.match(_LEAD.sub("", words, count=1) if _LEAD.match(words) else words)
    texts: dict[str, Link] = {}
    for link in row.block.links:
        before = texts.get(link.url)
        text = f"{before.text} {link.text}" if before else link.text
        texts[link.url] = Link(url=link.url, text=text)
    items = [read_item(link.text, link, declared=declared) for link in texts.values()]
    if declared and len(items) == 1 and items[0].series is None and words.rstrip().endswith(":"):
        items = [_whole(row.text, texts.popitem()[1])]
    return [replace(item, flag=item.flag or (outside[1] if outside else None)) for item in items]


def _whole(line: str, link: Link) -> SeeAlso:
    """A line whose series stands before the link; a dated one may follow another name."""
    item = read_item(line, link, declared=True)
    inner = read_item(item.title, link, declared=True)
    return inner if inner.date_label else item
