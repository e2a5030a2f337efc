"""Sentences of a text: the same splitting for both versions, whatever the language.

A line break ends a sentence always. Within a line a mark (`.!?…؟۔。！？।`) ends one when
blanks and something that can begin a sentence follow it. Marks that do not end one:

- after an abbreviation, an initial, the number of a day, a king or a list, and a dotted
  acronym or the like ("U.S.", "Inc.") unless a word that begins sentences follows;
- inside a number or a word; before a number that belongs to "No." or "p.";
- a mark that only ends a quotation, when the sentence goes on with a small letter. French
  sets a blank before the mark that closes it.

The abbreviations of all languages are one table: a text of mixed languages must split as
its parts do.
"""

from __future__ import annotations

import re

_NEVER_END = """
mr mrs ms messrs dr prof rev fr gen lt col maj capt cmdr adm sgt cpl pvt gov sen rep hon pres amb
supt det insp msgr mme mlle mm dott ing sig sra dra hr fra dhr mevr st ste mt ft
vs v cf e.g i.e eg ie viz approx dept univ assn bros z.b d.h u.a bzw ggf bspw evtl vgl p.ex env
fa av sn yrd doç alb yzb bşk т.е т.к ул проф акад тов пос
"""
_BEFORE_A_NUMBER = """
no nos nr núm n° p pp vol vols ch sec art fig figs eq eqs ref refs ca par para est abb abs kap
bd tab bkz md cad sok стр рис табл гл ст
jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc okt dez oca şub ağu eyl
янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек
"""
_MAY_END = """
inc corp co ltd llc plc etc usw jr sr ph.d m.d b.a m.a a.m p.m gmbh cie vb mio mrd
др пр г гг им млн млрд тыс руб долл чел
"""
_MONTHS = """
januar februar märz april mai juni juli august september oktober november dezember
jan feb mär apr jun jul aug sep sept okt nov dez
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""
_BEGINNERS = """
the a an this that these those he it she we they i you his her its our their in on at but and or if
when while after before as for from by with there here what who why how
der die das dem den er sie es wir ich ein eine im am und aber doch auch
le la les il elle ils elles on nous un une ce cette mais dans à puis
он она оно они мы я это этот эта в на и но а с по как после там тогда потом
bu o bir ve ama sonra
"""
# Before a number they make it that of a king, a class or a day: "der 2. Weltkrieg".
_ARTICLES = "der die das dem den des am im zum zur vom beim"


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _table(_NEVER_END)
_WITH_NUMBERS = _table(_BEFORE_A_NUMBER)
_CLOSING = _table(_MAY_END)
_OF_DATES = _table(_MONTHS)
_OPENERS = _table(_BEGINNERS)
_OF_ORDINALS = _table(_ARTICLES)
_LONGEST = 40
_QUOTES = " \u202f\"'”’»)]›“"
_OPENING = " \"'“”‘’«»‹›([{¿¡*_#—–-"
_END = re.compile(r"[.!?…؟۔。！？।]+(?:[\"'”’»)\]›“]|[ \u202f]»)*(?=\s)|[。！？]+[”」』）]*")
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]/—–-]*$")
_ACRONYM = re.compile(r"(?:\w\.)+\w")
_COUNTS = re.compile(r"\d+|[IVX]{2,}")


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
    before = line[max(start, mark.start() - _LONGEST) : mark.start()]
    found = _WORD_BEFORE.search(before)
    word = found.group() if found else ""
    if _COUNTS.fullmatch(word):
        return _ends_after_number(before.removesuffix(word).split(), after.split(maxsplit=1)[0])
    return _ends_after_word(word, after.split(maxsplit=1)[0])


def _ends_after_number(before: list[str], following: str) -> bool:
    """Whether a full stop after a number ends a sentence: not that of a list, a day, a king."""
    if not before or before[-1].casefold() in _OF_ORDINALS:
        return False
    return following.casefold().strip(",.") not in _OF_DATES


def _ends_after_word(word: str, following: str) -> bool:
    """Whether a full stop ends a sentence, by the words on its two sides."""
    folded = word.casefold()
    if folded in _CLOSING or _ACRONYM.fullmatch(word):
        return following.casefold().strip(",:;.") in _OPENERS
    if folded in _TITLES or (len(word) == 1 and word.isalpha()):
        return False
    return folded not in _WITH_NUMBERS or not following[0].isdigit()
