"""Sentences of a text: the same splitting for both versions, whatever the language.

A line break ends a sentence always. Within a line a mark (`.!?…؟۔。！？।`) ends one when
blanks and something that can begin a sentence follow it. Marks that do not end one:

- after an abbreviation, an initial, the number of a day or a list, and a dotted acronym or
  the like ("U.S.", "Inc.") unless a word that begins sentences follows;
- inside a number or a word; before a number that belongs to "No." or "p.";
- a mark that only ends a quotation, when the sentence goes on with a small letter.

The abbreviations of all languages are one table: a text of mixed languages must split as
its parts do.
"""

from __future__ import annotations

import re

_NEVER_END = """
mr mrs ms messrs dr prof rev fr gen lt col maj capt cmdr adm sgt cpl pvt gov sen rep hon pres amb
supt det insp msgr mme mlle mm dott ing sig sra dra hr fra dhr mevr bay st ste mt ft
vs v cf e.g i.e eg ie viz approx est dept univ assn bros z.b d.h u.a bzw ggf bspw evtl vgl p.ex env
т.е т.к г ул им проф акад
"""
_BEFORE_A_NUMBER = """
no nos nr núm n° p pp vol vols ch sec art fig figs eq eqs ref refs ca par para
jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc okt dez oca şub ağu eyl
"""
_MAY_END = "inc corp co ltd llc plc etc usw jr sr ph.d m.d b.a m.a a.m p.m gmbh cie vb др пр"
_MONTHS = """
januar februar märz april mai juni juli august september oktober november dezember
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""
_BEGINNERS = """
the a an this that these those he she it we they i you his her its our their in on at but and or if
when while after before as for from by with there here what who why how
"""


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _table(_NEVER_END)
_WITH_NUMBERS = _table(_BEFORE_A_NUMBER)
_CLOSING = _table(_MAY_END)
_OF_DATES = _table(_MONTHS)
_OPENERS = _table(_BEGINNERS)
_LONGEST = 40
_QUOTES = "\"'”’»)]›“"
_OPENING = "\"'“”‘’«»‹›([{¿¡*_#—–-"
_END = re.compile(r"[.!?…؟۔。！？।]+[\"'”’»)\]›“]*(?=\s)|[。！？]+[”」』）]*")
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]/—–-]*$")
_ACRONYM = re.compile(r"(?:\w\.)+\w")


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
    after = line[mark.end() :][:_LONGEST].lstrip().lstrip(_OPENING)
    if not after or after[0].islower():
        return False
    if mark.group().rstrip(_QUOTES) != ".":
        return True
    found = _WORD_BEFORE.search(line[max(start, mark.start() - _LONGEST) : mark.start()])
    word = found.group() if found else ""
    is_first = not line[start : mark.start() - len(word)].strip()
    return _full_stop_ends(word, after.split(maxsplit=1)[0], is_first=is_first)


def _full_stop_ends(word: str, following: str, *, is_first: bool) -> bool:
    """Whether a full stop ends a sentence, by the words on its two sides."""
    folded = word.casefold()
    if folded in _TITLES or (len(word) == 1 and word.isupper()):
        return False
    if folded in _WITH_NUMBERS:
        return not following[0].isdigit()
    if folded.isdigit():
        return not is_first and following.casefold().strip(",.") not in _OF_DATES
    if folded in _CLOSING or _ACRONYM.fullmatch(word):
        return following.casefold().strip(",:;.") in _OPENERS
    return True
