"""Page against page: every part by itself, and one verdict on the notice.

- Both pages must be read by the same normalizer: an upgrade is not an edit.
- A date of modification that moves with nothing else is no edit.
- Briefs are matched by anchor and headline first, then by their text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.diff.briefs import compare_briefs
from archive.diff.changes import Change, Notice, PageDiff
from archive.diff.fields import compare_fields, compare_lists, modified_change
from archive.diff.notices import verdict
from archive.diff.passages import units
from archive.diff.running import compare_text
from archive.diff.threads import compare_threads, thread
from normalizers.values import Article, Page

_ANNOUNCED_PARTS = frozenset({"headline", "body", "brief", "lead_image"})
_NOT_OF_THE_STORY = frozenset({"related", "links", "residual", "comment"})


def compare(old: Page, new: Page) -> PageDiff:
    """All changes of a story between two readings of it.

    Comments that are absent are unconfirmed here: one pair of pages cannot do more.
    """
    story = story_key(new)
    if old.normalizer != new.normalizer:
        return PageDiff(key=story, changes=(), alarms=("read by different normalizers",))
    changes = [*_story(story, old, new), *compare_lists(story, old, new)]
    changes += compare_threads(
        story,
        thread(old.comments, old.comments_info),
        thread(new.comments, new.comments_info),
    )
    notice = verdict(old, new, changes)
    return PageDiff(key=story, changes=tuple(_noticed(c, notice) for c in changes))


def story_key(page: Page) -> str:
    """The key of a story: the platform's own, else its address."""
    return page.article.key if page.article else page.canonical_url or page.url


def _story(story: str, old: Page, new: Page) -> Iterator[Change]:
    if old.article is None or new.article is None:
        return
    changes = list(compare_fields(story, old.article, new.article))
    changes += compare_text(story, "body", None, _texts(old.article, new.article))
    changes += compare_briefs(story, old.briefs, new.briefs)
    yield from changes
    if changes:
        yield from modified_change(story, old.article, new.article)


def _texts(old: Article, new: Article) -> Sequence:
    return units(old.blocks), units(new.blocks)


def _noticed(change: Change, notice: Notice) -> Change:
    if change.part not in _ANNOUNCED_PARTS or change.minor:
        return change
    return replace(change, notice=notice)
