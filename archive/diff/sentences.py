"""Sentences of a text: the same splitting for both versions, whatever the language.

A line break ends a sentence always. Within a line a mark (`.!?…؟۔。！？।`) ends one when
blanks and something that can begin a sentence follow it. Marks that do not end one:

- after an abbreviation, an initial, or a dotted acronym with a small letter behind it;
- inside a number or a word; before a number that belongs to "No." or "p.";
- a mark that only ends a quotation, when the sentence goes on with a small letter.

The languages of the abbreviations are put together in one table: a text of mixed
languages must split as its parts do, and no two of the languages disagree on one.
"""

from __future__ import annotations

import re

_TITLES = [
    "mr",
    "mrs",
    "ms",
    "messrs",
    "dr",
    "prof",
    "rev",
    "fr",
    "sr",
    "jr",
    "st",
    "ste",
    "gen",
    "lt",
    "col",
    "maj",
    "capt",
    "cmdr",
    "adm",
    "sgt",
    "cpl",
    "pvt",
    "gov",
    "sen",
    "rep",
    "hon",
    "pres",
    "amb",
    "supt",
    "det",
    "insp",
    "msgr",
    "mme",
    "mlle",
    "mm",
    "dott",
    "ing",
    "sig",
    "sra",
    "dra",
    "hr",
    "fra",
    "dhr",
    "mevr",
    "bay",
    "sn",
]
_BEFORE_NUMBERS = [
    "no",
    "nos",
    "nr",
    "núm",
    "n°",
    "p",
    "pp",
    "vol",
    "vols",
    "ch",
    "sec",
    "art",
    "fig",
    "figs",
    "eq",
    "eqs",
    "ref",
    "refs",
    "ca",
    "c",
    "al",
]
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "janv",
    "févr",
    "avr",
    "juil",
    "déc",
    "okt",
    "dez",
    "ocak",
    "şub",
    "ağu",
    "eyl",
]
_RUNNING = [
    "vs",
    "v",
    "cf",
    "e.g",
    "i.e",
    "eg",
    "ie",
    "viz",
    "approx",
    "est",
    "dept",
    "univ",
    "assn",
    "bros",
    "z.b",
    "d.h",
    "u.a",
    "bzw",
    "usw",
    "ggf",
    "bspw",
    "evtl",
    "p.ex",
    "c.-à-d",
    "env",
    "vb",
    "vs",
]
_CLOSING = "inc corp co ltd llc plc etc jr sr ph.d m.d b.a m.a a.m p.m gmbh cie"
_NEVER_END = frozenset(_TITLES + _RUNNING)
_BEFORE_A_NUMBER = frozenset(_BEFORE_NUMBERS + _MONTHS)
_MAY_END = frozenset(_CLOSING.split())

_END = re.compile(r"[.!?…؟۔。！？।]+[\"'”’»)\]›“]*(?=\s)|[。！？]+[”」』）]*")
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]/—–-]*$")
_ACRONYM = re.compile(r"(?:\w\.)+\w", re.UNICODE)

_OPENING = "\"'“”‘’«»‹›([{¿¡*_#—–-"


def split(text: str) -> list[str]:
    """The sentences of a text, white space folded, none of them empty.

    >>> split("Mr. Lee of the U.S. Army spoke at 9.30 a.m. on Jan. 5. He left.")
    ['Mr. Lee of the U.S. Army spoke at 9.30 a.m. on Jan. 5.', 'He left.']
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [sentence for line in lines if line for sentence in _split_line(line)]


def _split_line(line: str) -> list[str]:
    found, start = [], 0
    for mark in _END.finditer(line):
        if _ends(line, start, mark):
            found.append(line[start : mark.end()].strip())
            start = mark.end()
    found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(line: str, start: int, mark: re.Match[str]) -> bool:
    after = line[mark.end() :].lstrip().lstrip(_OPENING)
    if not after:
        return False
    if after[0].islower():
        return False
    if line[mark.start() : mark.end()].rstrip("\"'”’»)]›“") != ".":
        return True
    return _full_stop_ends(_WORD_BEFORE.search(line[start : mark.start()]), after)


def _full_stop_ends(before: re.Match[str] | None, after: str) -> bool:
    word = before.group() if before else ""
    folded = word.lower()
    if folded in _NEVER_END or _is_initial(word):
        return False
    if folded in _BEFORE_A_NUMBER:
        return not after[0].isdigit()
    if folded in _MAY_END or _ACRONYM.fullmatch(word):
        return _begins_anew(after)
    return True


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper()


def _begins_anew(after: str) -> bool:
    """Whether the word after a dotted short form is one that begins sentences."""
    return after.split(maxsplit=1)[0].lower().strip(",:;.") in _BEGINNERS


_BEGINNERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "it",
        "we",
        "they",
        "i",
        "you",
        "his",
        "her",
        "its",
        "our",
        "their",
        "in",
        "on",
        "at",
        "but",
        "and",
        "or",
        "if",
        "when",
        "while",
        "after",
        "before",
        "as",
        "for",
        "from",
        "by",
        "with",
        "there",
        "here",
        "what",
        "who",
        "why",
        "how",
    ]
)
