"""The last resort for a body: trafilatura, compared with our own reading.

Nothing else imports trafilatura. It is asked only where no look fits and our own
reading is thin, and trusted only as far as our tree holds the same words.
"""

from __future__ import annotations

from normalizers.marks import MarkedBlock, Run
from normalizers.text import fold_lines, words
from normalizers.values import Block

_THIN = 60  # words below which our own reading is doubted
_MOST_CHARS = 1_500_000


def is_thin(blocks: tuple[MarkedBlock, ...]) -> bool:
    """Whether a reading has so few words that a second opinion is worth its time."""
    return sum(len(words(b.text)) for b in blocks if b.kind != "heading") < _THIN


def second_reading(html: str, url: str) -> tuple[MarkedBlock, ...]:
    """The paragraphs that trafilatura finds; none where it finds none or fails."""
    if len(html) > _MOST_CHARS:
        return ()
    import trafilatura  # noqa: PLC0415  # half a second and 40 MB that most runs never need

    text = trafilatura.extract(html, url=url, include_comments=False, include_tables=True)
    return tuple(
        MarkedBlock(block=Block(kind="paragraph", text=line), runs=(Run(text=line),))
        for line in fold_lines(text or "").split("\n")
        if line
    )


def better(own: tuple[MarkedBlock, ...], other: tuple[MarkedBlock, ...]) -> tuple[MarkedBlock, ...]:
    """The reading with more words, own first unless the other has twice as many."""
    mine = sum(len(words(b.text)) for b in own)
    theirs = sum(len(words(b.text)) for b in other)
    return other if theirs > 2 * mine else own
