"""The comments of a plain text: a number or a bullet opens one, its column is its depth.

The thread is the list that stands behind a heading of comments or of related posts, or
before the heading of the comment form; a list at the end of the text is one when it has
lists inside. Ids, authors and dates are not told by a text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.date_words import Order
from normalizers.regions.blurbs import dated_blurbs
from normalizers.regions.keys import tell_apart
from normalizers.regions.text_lines import Paragraph
from normalizers.text import squash
from normalizers.values import Block, Comment

_FORM = re.compile(
    r"(?:leave|post|add|write|submit|make) (?:an? |your )?(?:new )?(?:comment|reply|response)\b"
    r"|join the (?:discussion|conversation)|comments (?:are|have been) closed|cancel reply"
    r"|you must (?:be logged in|log in) to",
    re.IGNORECASE,
)
_THREAD = re.compile(
    r"(?:\d+|one|no|reader)? ?(?:comments?|responses?|replies|thoughts?|reactions?)"
    r"(?: \(\d+\)| (?:on|to) .*|:)?|discussion|comments \(\d+\)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:related|similar|recommended|more) (?:posts?|articles?|stories|news|reading)(?: .{0,20})?:?"
    r"|you (?:may|might) also (?:like|enjoy).{0,15}|(?:see also|further reading|related):?",
    re.IGNORECASE,
)
_LONGEST_HEADING, _PROSE = 80, 200  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A text in its regions.

    Attributes:
        story: Title, caption, body and briefs.
        thread: The paragraphs of the comments.
        rest: Paragraphs between story and thread that neither took.
        closed: Whether a heading ends the thread: then it is whole.
    """

    story: tuple[Paragraph, ...]
    thread: tuple[Paragraph, ...] = ()
    rest: tuple[Paragraph, ...] = ()
    closed: bool = False


def part(paragraphs: Sequence[Paragraph]) -> Parted:
    """Divide a text into its story and its thread."""
    form = _first(paragraphs, _FORM, 1)
    end = len(paragraphs) if form is None else form
    heads = [
        at
        for at in range(1, end)
        if _is_heading(paragraphs[at], _THREAD) or _is_heading(paragraphs[at], _RELATED)
    ]
    start = _thread_start(paragraphs, heads, end, known=form is not None)
    story_end = min([start, *heads]) if heads and _headed(heads, paragraphs, start) else start
    rest = [p for at, p in enumerate(paragraphs[story_end:start], story_end) if at not in heads]
    return Parted(
        story=tuple(paragraphs[:story_end]),
        thread=tuple(paragraphs[start:end]),
        rest=tuple(rest),
        closed=form is not None,
    )


def read_thread(thread: Sequence[Paragraph], order: Order | None) -> tuple[Comment, ...]:
    """The comments of a thread, in order, with the parent that the indentation shows."""
    threads: list[_Item] = []
    stack: list[_Item] = []
    for paragraph in thread:
        if paragraph.mark:
            while stack and stack[-1].column >= paragraph.indent:
                stack.pop()
            item = _Item(column=paragraph.indent, parent=stack[-1] if stack else None)
            item.texts.append(paragraph.text)
            stack.append(item)
            threads.append(item)
        else:
            _owner(stack, paragraph.indent).texts.append(paragraph.text)
    return _comments(threads, order)


class _Item:
    """A comment while it is read."""

    def __init__(self, column: int, parent: _Item | None) -> None:
        self.column = column
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 1
        self.texts: list[str] = []
        self.key = ""


def _owner(stack: list[_Item], indent: int) -> _Item:
    """The comment that a paragraph goes on with; a text without indentation has one: the last."""
    return next((item for item in reversed(stack) if item.column < indent), stack[-1])


def _comments(items: list[_Item], order: Order | None) -> tuple[Comment, ...]:
    keys: dict[str, int] = {}
    comments = []
    for position, item in enumerate(items):
        item.key = _key(item.texts[0], keys)
        blocks = tuple(Block(kind="paragraph", text=text) for text in item.texts)
        comments.append(
            Comment(
                key=item.key,
                parent_key=item.parent.key if item.parent else None,
                parent_evidence="indent" if item.parent else None,
                depth=item.depth,
                position=position,
                blocks=blocks,
                dated_blurbs=dated_blurbs(blocks, order),
            )
        )
    return tuple(comments)


def _key(text: str, keys: dict[str, int]) -> str:
    words = hashlib.sha256(squash(text)[:80].encode()).hexdigest()[:12]
    return tell_apart(f"words-{words}", keys)


def _first(paragraphs: Sequence[Paragraph], pattern: re.Pattern[str], start: int) -> int | None:
    heads = range(start, len(paragraphs))
    return next((at for at in heads if _opens_with(paragraphs[at], pattern)), None)


def _opens_with(paragraph: Paragraph, pattern: re.Pattern[str]) -> bool:
    short = len(paragraph.text) <= _LONGEST_HEADING and not paragraph.mark and not paragraph.indent
    return short and pattern.match(paragraph.text) is not None


def _is_heading(paragraph: Paragraph, pattern: re.Pattern[str]) -> bool:
    return _opens_with(paragraph, pattern) and pattern.fullmatch(paragraph.text) is not None


def _thread_start(
    paragraphs: Sequence[Paragraph], heads: list[int], end: int, *, known: bool
) -> int:
    """Where the first comment stands; `end` where there is none."""
    if heads:
        listed = (at for at in range(heads[-1] + 1, end) if paragraphs[at].mark)
        return next(listed, end)
    start = end
    while start > 1 and (paragraphs[start - 1].mark or paragraphs[start - 1].indent):
        start -= 1
    while start < end and not paragraphs[start].mark:
        start += 1
    columns = {p.indent for p in paragraphs[start:end] if p.mark}
    return start if known or len(columns) > 1 else end


def _headed(heads: list[int], paragraphs: Sequence[Paragraph], start: int) -> bool:
    """Whether the headings end the story: nothing but lists and a line or two follows them."""
    between = [p for p in paragraphs[heads[0] : start] if not p.mark and len(p.text) > _PROSE]
    return not between
