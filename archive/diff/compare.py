"""Page against page: every part by itself, and one verdict on the notice.

- Both pages must be read by the same normalizer: an upgrade is not an edit.
- A date of modification that moves with nothing else is no edit.
- A page that lacks content pages of its story says nothing of the running text.
- Where another look of the blog was read, a change of the text is less sure.
- An absent comment is unconfirmed here: one pair of pages cannot do more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.diff.briefs import compare_briefs
from archive.diff.changes import Change, PageDiff
from archive.diff.fields import compare_fields, compare_modified
from archive.diff.lists import compare_lists
from archive.diff.notices import noticed
from archive.diff.passages import cut_short, is_part, own_blocks, units
from archive.diff.running import compare_text
from archive.diff.story import Place, Story, story_of
from archive.diff.threads import compare_threads
from normalizers.values import Page

_OTHER_LOOK = 0.7
UPGRADE = "read by different normalizers: not compared"


def compare(old: Page, new: Page) -> PageDiff:
    """All changes of a story between two readings of it, in page order of the parts."""
    story = story_of(new)
    if old.normalizer != new.normalizer:
        return PageDiff(key=story.key, changes=(), alarms=(UPGRADE,))
    text = [change for change in _story(story, old, new) if not _of_locale(change, old, new)]
    rest = [] if is_part(old) or is_part(new) else list(compare_lists(story, old, new))
    rest += compare_threads(story, old, new)
    text = _weighed(list(noticed(old, new, text)), old, new)
    return PageDiff(key=story.key, changes=(*text, *rest))


def _story(story: Story, old: Page, new: Page) -> Iterator[Change]:
    if old.article is None or new.article is None:
        return
    changes = list(compare_fields(story, old.article, new.article))
    if not (is_part(old) or is_part(new) or cut_short(old, new) or cut_short(new, old)):
        bodies = units(own_blocks(old, new)), units(own_blocks(new, old))
        changes += compare_text(story, Place(part="body"), bodies)
        changes += compare_briefs(story, old.briefs, new.briefs)
    yield from changes
    if changes:
        yield from compare_modified(story, old.article, new.article)


def _of_locale(change: Change, old: Page, new: Page) -> bool:
    """Whether a blog that changed its language only set its quotation marks otherwise."""
    return old.language != new.language and change.classes == ("typography",)


def _weighed(changes: Sequence[Change], old: Page, new: Page) -> list[Change]:
    """The changes, less sure where the two readings may differ in what they take as text."""
    if old.template == new.template:
        return list(changes)
    return [replace(c, confidence=min(c.confidence, _OTHER_LOOK)) for c in changes]
