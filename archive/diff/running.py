"""The changes of a running text: passages, each with its words marked and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.diff.changes import Change, Part
from archive.diff.fields import text_change
from archive.diff.folding import stable_id
from archive.diff.passages import Passage, Unit, joined, passages

Texts = tuple[Sequence[Unit], Sequence[Unit]]


def compare_text(story: str, part: Part, key: str | None, texts: Texts) -> tuple[Change, ...]:
    """What changed between two runs of sentences."""
    old, new = texts
    return tuple(_change(story, part, key, p, texts) for p in passages(old, new))


def _change(story: str, part: Part, key: str | None, passage: Passage, texts: Texts) -> Change:
    old, new = texts
    was = joined(old[passage.old.start : passage.old.stop])
    now = joined(new[passage.new.start : passage.new.stop])
    if was and now and passage.op != "moved":
        change = text_change(story, part, key, (was, now), passage.op)
    else:
        change = _whole(story, part, key, passage, (was, now))
    return replace(
        change,
        classes=(*change.classes, *(["moved"] if passage.moved else [])),
        old_at=passage.old.start if was else None,
        new_at=passage.new.start if now else None,
        old_count=len(passage.old),
        new_count=len(passage.new),
    )


_TOLD = {
    "added": ("text new", "medium", "text was added"),
    "removed": ("text gone", "high", "text is gone"),
    "moved": ("order", "low", "text stands at another place"),
}


def _whole(
    story: str, part: Part, key: str | None, passage: Passage, texts: tuple[str, str]
) -> Change:
    name, severity, why = _TOLD[passage.op]
    old, new = texts
    return Change(
        id=stable_id(story, part, key, passage.op, old, new),
        part=part,
        part_key=key,
        op=passage.op,
        old=old or None,
        new=new or None,
        classes=(name,),
        severity=severity,
        why=(why,),
    )
