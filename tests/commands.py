"""For tests of commands: what a command says, a terminal to say it on, a page to be shown."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from normalizers.values import (
    Article,
    Block,
    Brief,
    Comment,
    Embed,
    Issue,
    LeadImage,
    Page,
    RelatedPost,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

Said = Callable[..., tuple[int, str, str]]
"""Runs a command; gives exit code, data and words."""


def lines(out: str) -> list[dict[str, Any]]:
    """The lines of JSON that a command printed."""
    return [json.loads(line) for line in out.splitlines()]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch, **more: str) -> Terminal:
    """Stdout as a terminal 60 columns wide, from now on; `more` are other variables."""
    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    for name, value in {"TERM": "xterm-256color", "COLUMNS": "60", **more}.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return stream


def block(kind: str, text: str = "", **more: object) -> Block:
    return Block(kind=kind, text=text, **more)  # type: ignore[arg-type]


STORY = Page(
    url="https://blog.example/a/",
    captured_at=NOW,
    status=200,
    kind="article",
    template="wordpress/classic",
    normalizer="1.0",
    article=Article(
        key="wp-1",
        title="Harbour Daily: Talks Go On",
        headline="Talks Go On",
        authors=("Ada", "Ben"),
        published_at="2026-03-01",
        categories=("Harbour",),
        lead_image=LeadImage(url=None, caption="The pier"),
        blocks=(
            block("paragraph", "First words."),
            block("list_item", "one\ntwo"),
            block("embed", embed=Embed(kind="tweet", url="https://t.example/1")),
        ),
    ),
    briefs=(Brief(key="b", headline="1930 GMT: Vote", blocks=(block("quote", "Aye."),)),),
    related=(RelatedPost(url="https://blog.example/b/", title="Before"),),
    comments=(
        Comment(
            key="c1",
            author="Cleo",
            posted_at="2026-03-01T10:00Z",
            blocks=(block("paragraph", "Yes."),),
        ),
        Comment(
            key="c2",
            depth=2,
            kind="pingback",
            state="awaiting",
            blocks=(block("paragraph", "No."),),
        ),
    ),
    issues=(Issue(code="unclaimed-text", detail="12 words"),),
)
