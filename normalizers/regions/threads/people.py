"""Who wrote a comment: by microformats, by names of classes, by its place beside the date.

A *loose* name is cut out of running text ("Posted by: Ann at …") and may carry words of
the template. What all loose names of a thread begin or end with is the template's, in any
language; where a thread has one such name, only the words that Movable Type and TypePad
print around it are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from normalizers.regions.threads.lines import Box, Line, Piece, Sheet
from normalizers.regions.threads.roles import Role
from normalizers.text import fold, words
from normalizers.tree import Node, attr

_FEW = 8  # words of a line that opens with the name
_LONGEST = 300  # letters; a longer text is no name
_EDGE = " \t\n\xa0:,;|-–—·•»«>/#"
_JOINS = frozenset(":,;|([{@#/-–—·•«»>\"“”’'")  # signs that may stand before a name or a date
_DIVIDE = re.compile(r"\s*[|•·:–—>»\n]\s*|\s-\s|#\d+\b|^\s*\d+[.)]\s")
_SMALL_WORDS = re.compile(r"(?:\s+[^\WA-Z\d_]{1,4}\.?)+$")
# *Quirk:* a theme that escapes its own markup shows it: `<cite class="fn">Ann</cite>`.
_MARKUP_AS_TEXT = re.compile(r"<cite[^>]*>(.*?)</cite>")
_TAG_AS_TEXT = re.compile(r"</?[a-z][^>]*>")
_POSTED = re.compile(
    r"^(?:Posted|Comment(?:ed)?|Written|Submitted) (?:by|from)\b:?\s*", re.IGNORECASE
)
_NOTE = re.compile(r"\([^()\d]*\)|\[[^][\d]*\]")
_ROLE = re.compile(r"\s*\[[^][]*\]$")  # b2evolution: "Ann [Visitor]"
_SAID = re.compile(r"\s+(?:said|says|replied)(?: in reply)?(?: to)?(?:\s.*)?$")
_COLON_VERB = re.compile(r"(?<=\S)\s+\S{1,20}\s*(?::|\.\.\.|…)$")


@dataclass(frozen=True, slots=True)
class Writer:
    """The author as found.

    Attributes:
        name: The name; of a loose one perhaps with words of the template.
        url: The author's own address.
        pieces: The text nodes that say the name.
        loose: Whether it was cut out of running text.
    """

    name: str
    url: str | None
    pieces: tuple[Piece, ...]
    loose: bool = False


def writer_of(sheet: Sheet, dated: Sequence[Piece]) -> Writer | None:
    """The author of a comment.

    Args:
        sheet: The lines of the comment.
        dated: The text nodes that say its date.
    """
    taken = {piece.at for piece in dated}
    return (
        _by_role(sheet, Role.AUTHOR, taken)
        or _by_role(sheet, Role.AUTHOR_MAYBE, taken)
        or _by_role(sheet, Role.AUTHOR_BOX, taken)
        or _by_rel(sheet)
        or _by_words(sheet)
        or _beside_date(sheet, taken)
    )


def linked_name(sheet: Sheet) -> Writer | None:
    """The words of the first link: who a pingback comes from."""
    pieces = _linked([piece for piece in sheet.pieces if not piece.furniture])
    name = fold("".join(piece.text for piece in pieces if _has_letter(piece))).strip(_EDGE)
    return Writer(name, _own_url(pieces), tuple(pieces)) if name else None


def without_markup(text: str) -> str:
    """A text without the tags that a theme shows as text.

    >>> without_markup('<cite class="fn">Ann <3</cite> says')
    'Ann <3 says'
    """
    return _TAG_AS_TEXT.sub("", text) if "</" in text else text


def without_template_words(names: Sequence[str]) -> list[str]:
    """Loose names of one thread without what all of them begin and end with.

    >>> without_template_words(["Posted by Ann says", "Posted by Bo says"])
    ['Ann', 'Bo']
    """
    rows = [name.split() for name in names]
    if len(set(names)) > 1:
        before, after = _shared(rows), _shared([row[::-1] for row in rows])
        rows = [row[before : len(row) - after] for row in rows]
        names = [" ".join(row) for row in rows]
    else:
        names = [_SMALL_WORDS.sub("", name) or name for name in names]
    return [(_SAID.sub("", _POSTED.sub("", name)) or name).strip(_EDGE) for name in names]


def _shared(rows: Sequence[Sequence[str]]) -> int:
    """How many first words all rows share; every row keeps one word at least."""
    most = max(0, min(map(len, rows)) - 1)
    return next((n for n in range(most) if len({row[n] for row in rows}) > 1), most)


def _by_role(sheet: Sheet, role: Role, taken: set[int]) -> Writer | None:
    for box in _innermost(sheet.of(role)):
        pieces = [p for p in box.pieces if not p.furniture and p.at not in taken and p.text.strip()]
        if not pieces:
            continue
        best = pieces if role is Role.AUTHOR else _linked(pieces) or _core(pieces)
        best = _without_note(_until_glued(best))
        text = fold("".join(piece.text for piece in best))
        name = text.strip(_EDGE)
        if name and len(name) <= _LONGEST:
            if role is not Role.AUTHOR and not _set_off(best):
                return _of_byline(text, best, box)
            return Writer(name, _own_url(best, box), tuple(best))
    return None


def _innermost(boxes: list[Box]) -> list[Box]:
    """Boxes of one role without those around others: a byline goes on behind the name."""
    return [
        box for box, later in zip_longest(boxes, boxes[1:]) if later is None or not box.holds(later)
    ]


def _of_byline(text: str, pieces: list[Piece], box: Box) -> Writer:
    """A name in the running words of a byline: before or after a colon, else all of it."""
    markup = _MARKUP_AS_TEXT.search(text)
    if markup:
        url = re.search(r"href=['\"]([^'\"]+)", text)
        name = fold(without_markup(markup[1] + "</cite>"))
        return Writer(name, url[1] if url else None, tuple(pieces))
    name = _COLON_VERB.sub("", text).strip(_EDGE)
    return Writer(name, _own_url(pieces, box), tuple(pieces), loose=name != text)


def is_glued(before: Piece, piece: Piece) -> bool:
    """Whether no sign stands between two text nodes, as between a name and what follows it."""
    end, start = before.text[-1:], piece.text[:1]
    return bool(end) and start.isalnum() and not end.isspace() and end not in _JOINS


def _until_glued(pieces: list[Piece]) -> list[Piece]:
    """The pieces before the first that follows without a blank: a badge of the author's."""
    glued = (n for n, pair in enumerate(pairwise(pieces), 1) if is_glued(*pair))
    return pieces[: next(glued, len(pieces))]


def _without_note(pieces: list[Piece]) -> list[Piece]:
    """The pieces less one in brackets behind the name: Drupal's "(not verified)"."""
    noted = len(pieces) > 1 and _NOTE.fullmatch(pieces[-1].text.strip())
    return pieces[:-1] if noted else pieces


def _linked(pieces: list[Piece]) -> list[Piece]:
    """The pieces of the first link to a person."""
    for first in pieces:
        if first.link is not None and _is_person(first.link) and _has_letter(first):
            return [p for p in pieces if _same_link(p, first)]
    return []


def _has_letter(piece: Piece) -> bool:
    return any(letter.isalpha() for letter in piece.text)


def _core(pieces: list[Piece]) -> list[Piece]:
    """The first part of a byline that a link or a strong setting holds; else all of it."""
    for first in pieces:
        if not _has_letter(first):
            continue
        if first.strong or (first.link is not None and _is_person(first.link)):
            return [p for p in pieces if _same_link(p, first) and p.strong == first.strong]
    return pieces


def _same_link(one: Piece, other: Piece) -> bool:
    if one.link is None or other.link is None:
        return one.link is other.link
    return one.link.mem_id == other.link.mem_id


def _set_off(pieces: Sequence[Piece]) -> bool:
    return all(piece.strong or piece.link is not None for piece in pieces)


def _is_person(link: Node) -> bool:
    href = attr(link, "href")
    return "#" not in href or not href


def _own_url(pieces: Sequence[Piece], box: Box | None = None) -> str | None:
    links = [p.link for p in pieces if p.link is not None]
    if not links and box is not None:
        links = [p.link for p in box.pieces if p.link is not None and _is_person(p.link)]
    href = attr(links[0], "href") if links else ""
    return href if href and not href.startswith(("#", "javascript:")) else None


def _by_rel(sheet: Sheet) -> Writer | None:
    """A link that says of itself that a reader gave it."""
    for piece in sheet.pieces:
        link = piece.link
        if link is None or piece.furniture or not piece.text.strip():
            continue
        names = f"{attr(link, 'rel')} {attr(link, 'class')}".split()
        if "external" in names and "nofollow" in names and "url" in names:
            return Writer(fold(piece.text).strip(_EDGE), _own_url([piece]), (piece,))
    return None


def _by_words(sheet: Sheet) -> Writer | None:
    """The name in a short first line that says so: "Comment from: Ann [Visitor]"."""
    line = sheet.lines[0] if sheet.lines else None
    if line is None or len(words(line.text)) > _FEW or not _POSTED.match(line.text):
        return None
    pieces = tuple(p for p in line.pieces if not p.furniture and p.text.strip())
    name = _ROLE.sub("", _POSTED.sub("", line.text)).strip(_EDGE)
    return Writer(name, _own_url(_linked(list(pieces))), pieces) if name else None


def _beside_date(sheet: Sheet, taken: set[int]) -> Writer | None:
    for number, line in enumerate(sheet.lines):
        if not any(piece.at in taken for piece in line.pieces):
            continue
        writer = _in_line(line, taken)
        if writer or number == 0:
            return writer
        return _short_line(sheet.lines[number - 1]) or _lead(sheet.lines[0])
    return None


def _in_line(line: Line, taken: set[int]) -> Writer | None:
    free = [p for p in line.pieces if not p.furniture and p.at not in taken and p.text.strip()]
    core = _core(free) if free else []
    if core and all(map(_is_name, core)) and any(map(_has_letter, core)):
        name = fold("".join(piece.text for piece in core)).strip(_EDGE)
        if 0 < len(name) <= _LONGEST:
            return Writer(name, _own_url(core), tuple(core))
    return None


def _is_name(piece: Piece) -> bool:
    return piece.strong or (piece.link is not None and _is_person(piece.link))


def _lead(line: Line) -> Writer | None:
    """The name at the head of the first line: `<b>Ann</b> said …`, and few words more."""
    free = [p for p in line.pieces if not p.furniture and p.text.strip()]
    if not free or not _is_name(free[0]) or len(words(line.text)) > _FEW:
        return None
    return _in_line(line, set())


def _short_line(line: Line) -> Writer | None:
    """The line over the date, when it is nothing but a name set off."""
    pieces = [p for p in line.pieces if not p.furniture and p.text.strip()]
    if not pieces or not all(map(_is_name, pieces)):
        return None
    name = fold("".join(piece.text for piece in pieces)).strip(_EDGE)
    if 0 < len(name) <= _LONGEST // 6:
        return Writer(name, _own_url(pieces), tuple(pieces))
    return None


def loose_name(before: str, after: str) -> str | None:
    """The name in the words before a date, or where there are none, in those after it.

    >>> loose_name("Comment #1 - Posted by: Matt at ", ""), loose_name("", " | Ann")
    ('Matt at', 'Ann')
    """
    for said, place in ((before, -1), (after, 0)):
        parts = [p.strip(_EDGE) for p in _DIVIDE.split(said)]
        parts = [p for p in parts if any(letter.isalpha() for letter in p)]
        if parts and len(parts[place]) <= _LONGEST:
            return parts[place]
    return None
