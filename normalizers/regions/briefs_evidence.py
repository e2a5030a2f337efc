"""What speaks for set-off words being a headline: their number, their capitals, their marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from normalizers.marks import MarkedBlock
from normalizers.regions.briefs_furniture import headline_key
from normalizers.regions.briefs_times import Stamp
from normalizers.text import words

CERTAIN = 9
FEW, ENOUGH, MANY = 3, 5, 22  # words of a section's name, of a headline, of a sentence
LONG = 12  # words of a heading
_ENDS = re.compile(r"[:;,،؛.…!。][)\]]?$|[.,!…][”\"’]$")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“")
_SMALL_GERMAN = re.compile(r"\b(?:und|der|die|das|nicht|ist|den|mit)\b")
_FEWEST_SMALL = 0.03  # of all words; 8 to 15 of 100 in German, none in other languages
_QUESTION = re.compile(r"[?؟？]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """Set-off words at the head of a block.

    Attributes:
        at: The index of the block.
        start: Where the headline begins in its text.
        end: Where it ends; what follows is text of the brief.
        form: How it is set; "time" for timed entries.
        stamp: Its time or label, if it begins with one.
        score: How much speaks for it.
        anchored: Whether an anchor made by hand stands at it.
    """

    at: int
    start: int = 0
    end: int
    form: str
    stamp: Stamp | None = None
    score: int
    anchored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known around the blocks of a story.

    Attributes:
        pointed: Words of headlines and anchors that "LATEST" lines lead to.
        title: The title of the story: its words again are no headline.
        goes_on: Whether the page goes on with a story that began on another one.
        is_cut: Whether the story goes on on another page.
        writes_briefs: Whether the site is known to set briefs inside its posts.
        is_essay: Whether the site is known to write one text under such a title.
        german: Whether the story is in German.
    """

    pointed: frozenset[str] = frozenset()
    title: str | None = None
    goes_on: bool = False
    is_cut: bool = False
    writes_briefs: bool = False
    is_essay: bool = False
    german: bool = False


def reads_as_headline(text: str) -> bool:
    """Whether a line of plain text has the shape of a headline.

    >>> reads_as_headline("At Least 28 Moved From the Delta")
    True
    >>> reads_as_headline("They moved on Friday.")
    False
    """
    count = len(words(text))
    shaped = 1 < count <= MANY and "\n" not in text and not _ENDS.search(text)
    cased = any(letter.lower() != letter.upper() for letter in text)
    return shaped and (_case_score(text) > 0 or not cased)


def is_name(text: str) -> bool:
    """Whether a line is short and ends as headings do.

    >>> is_name("What Comes Next?"), is_name("It held.")
    (True, False)
    """
    return 0 < len(words(text)) <= LONG and "\n" not in text and not _ENDS.search(text)


def asks(text: str) -> bool:
    """Whether words are a question."""
    return _QUESTION.search(text) is not None


def is_german(texts: Iterable[str]) -> bool:
    """Whether texts are in German, by its smallest words.

    *Quirk:* what a page says of its language is the language of its menus; stories in
    another one stand on it.
    """
    text = " ".join(texts)
    small = len(_SMALL_GERMAN.findall(text))
    return small > _FEWEST_SMALL * len(words(text))


def words_score(text: str, *, german: bool) -> int:
    """How much the words speak for a headline; below zero against it.

    German has capitals in every sentence: there they tell nothing, and more must speak
    for a headline.
    """
    count = len(words(text))
    if count > MANY or _ENDS.search(text):
        return -CERTAIN
    if count <= FEW:
        return -2
    score = 2 if count >= ENOUGH else -1
    question = asks(text) * (1 if ":" in text else 3)
    told = -1 if german else _case_score(text)
    return score + told - question


def _case_score(text: str) -> int:
    """Whether words have capitals as in a headline (1), as in a sentence (-1), or neither."""
    cased = _long_words(_QUOTED.sub(" ", text)) or _long_words(text)
    if not cased:
        return 0
    capital = sum(word.lstrip("“‘\"'(#@")[:1].isupper() for word in cased)
    if 2 * capital >= len(cased):
        return 1
    few = capital <= len(cased) - FEW and capital <= 1
    return -1 if few else 0


def _long_words(text: str) -> list[str]:
    """The longer words behind the first one, as far as their letters have two cases."""
    long = [word for word in text.split()[1:] if len(word.strip("“”‘’\"'(),.:?")) > FEW]
    return [word for word in long if word.lower() != word.upper()]


def marks_score(block: MarkedBlock, text: str, pointed: frozenset[str]) -> int:
    """How much speaks for a headline besides its words: who leads to it, what stands before."""
    anchor = block.block.anchor
    if headline_key(text) in pointed or (anchor and anchor in pointed):
        return 2 * CERTAIN
    return 2 * is_made_by_hand(anchor, text) + block.after_rule


def is_made_by_hand(anchor: str | None, text: str) -> bool:
    """Whether an anchor was typed for a heading: programs spell out the words of it.

    >>> is_made_by_hand("dam", "Dam Holds in the Delta")
    True
    >>> is_made_by_hand("h-dam-holds-in-the-delta", "Dam Holds in the Delta")
    False
    """
    if not anchor or anchor.startswith("toc"):
        return False
    key = headline_key(text)
    plain = headline_key(re.sub(r"[-_]+", " ", anchor)).removeprefix("h ")
    spelt = key.startswith(plain) and (plain == key or len(plain.split()) > FEW)
    return not spelt
