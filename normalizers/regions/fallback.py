"""The last resort for a body: trafilatura, compared with our own reading.

Nothing else imports trafilatura. It is asked only where no look fits and our own
reading is thin, and trusted only as far as our tree holds the same words.
"""

from __future__ import annotations

from normalizers.marks import MarkedBlock, Run
from normalizers.text import fold_lines, squash, unique, words
from normalizers.values import Block

_THIN = 60  # words below which our own reading is doubted
_MOST_CHARS = 1_500_000
_MOST_TAGS = 5_000  # with end tags: its time grows by the square of the paragraphs


def is_thin(blocks: tuple[MarkedBlock, ...]) -> bool:
    """Whether a reading has so few words that a second opinion is worth its time."""
    return sum(len(words(b.text)) for b in blocks if b.kind != "heading") < _THIN


def second_reading(html: str, url: str, shown: str) -> tuple[MarkedBlock, ...]:
    """The paragraphs that trafilatura finds, as far as our own tree shows them.

    Args:
        html: The page.
        url: Where it came from.
        shown: The words of the page that no other region took, as our tree shows them.
    """
    if len(html) > _MOST_CHARS or html.count("<") > _MOST_TAGS:
        return ()
    import trafilatura  # noqa: PLC0415  # half a second and 40 MB that most runs never need

    text = trafilatura.extract(html, url=url, include_comments=False, include_tables=True)
    known = squash(shown)
    return tuple(
        MarkedBlock(block=Block(kind="paragraph", text=line), runs=(Run(text=line),))
        for line in unique(fold_lines(text or "").split("\n"))
        if squash(line) in known
    )


def is_better(own: tuple[MarkedBlock, ...], other: tuple[MarkedBlock, ...]) -> bool:
    """Whether another reading has more than twice the words of our own."""
    mine = sum(len(words(b.text)) for b in own)
    theirs = sum(len(words(b.text)) for b in other)
    return theirs > 2 * mine
