"""Series: the name that a blog sets before the headlines of posts that belong together.

"Name: headline", "Name, label: headline" and "Name (label): headline", where the label
is a date or a number of days. A label proves the series on any site; a bare "Name:" is
one only where the site is declared to write series.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_COLON = re.compile(r"\s?[:：](?=\s|[“\"'‘]|$)")
# A label holds a number; a comma is part of it inside a number or before a year.
_LABEL = r"(?:[^,]|(?<=\d),(?=\d))*?\d(?:[^,]|(?<=\d),(?=\d))*(?:,\s\d{4})?"
_AFTER_COMMA = re.compile(rf"(?P<name>.+?),\s(?P<label>{_LABEL})$")
_IN_BRACKETS = re.compile(r"(?P<name>.+?)\s?[(\[](?P<label>[^()\[\]]*\d[^()\[\]]*)[)\]]$")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATED = re.compile(
    rf"\b(?:{_MONTHS})[a-z]*\.?\s\d{{1,2}}\b|\b\d{{1,2}}\s(?:{_MONTHS})|\bdays?\s\d"
    r"|\d{1,2}[./-]\d{1,2}|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.?!…]\s|[?!…]$|[“”\"]|\s[—–-]\s")
# What a blog sets before the name while a post is new or goes on: no part of the name.
FLAG = re.compile(r"(NEW|UPDATED?|LATEST|EXCLUSIVE|BREAKING|LIVE)\b(?:\s?[:：])?\s")
_LONGEST_NAME = 6  # words
_LONGEST_LABEL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title in its parts; `headline` is the title less its series."""

    series: str | None = None
    label: str | None = None
    headline: str


def split_title(title: str, *, declared: bool) -> Title:
    """The series, its label and the headline of a title.

    Args:
        title: The title as displayed, its white space folded.
        declared: Whether the site is known to write "Name:" before its headlines.

    >>> split_title("Delta Daily, March 3: Dam Holds", declared=False)
    Title(series='Delta Daily', label='March 3', headline='Dam Holds')
    >>> split_title("UPDATED Delta: Dam Holds", declared=True).series
    'Delta'
    >>> split_title("Delta Podcast: Dam Holds", declared=False).series is None
    True
    """
    colon = _COLON.search(title)
    whole = Title(headline=title)
    if colon is None or not title[colon.end() :].strip():
        return whole
    before, headline = title[: colon.start()].strip(), title[colon.end() :].strip()
    name, label = _labelled(FLAG.sub("", before, count=1) if FLAG.match(before) else before)
    if not _is_name(name) or (label is None and not declared):
        return whole
    if not declared and not _DATED.search(label or ""):
        return whole
    return Title(series=name, label=label, headline=headline)


def _labelled(before: str) -> tuple[str, str | None]:
    for pattern in (_IN_BRACKETS, _AFTER_COMMA):
        found = pattern.match(before)
        if found and len(found["label"].split()) <= _LONGEST_LABEL:
            return found["name"], found["label"].strip()
    return before, None


def _is_name(name: str) -> bool:
    return bool(name) and len(name.split()) <= _LONGEST_NAME and not _SENTENCE.search(name)
