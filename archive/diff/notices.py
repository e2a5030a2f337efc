"""Whether a page tells its readers that it was changed.

Three verdicts, the same words in public: `announced` (a notice stands on the new page
that did not stand on the old one), `no notice found` (a change of substance, no new
notice, and a date of modification that is unchanged or absent), `unknown` (all else; a
date of modification that moved tells readers something, and nobody what).

`no notice found` accuses nobody: a notice may stand where this program does not look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.diff.changes import Change, Notice
from archive.diff.folding import typographic
from normalizers.values import Page

_SUBSTANCE = frozenset({"headline", "body", "brief"})
_WORDS = (
    r"updat(?:e|ed|es|ing)|correct(?:ion|ions|ed|s)|clarif(?:ication|ied|ies|ying)|"
    r"editor(?:'s|s'|ial)? (?:note|s note)|retract(?:ion|ed)|amend(?:ed|ment)|"
    r"revis(?:ed|ion)|errat(?:um|a)|republished|(?:an )?earlier version|"
    r"previously (?:stated|said|reported|misstated|misidentified)|original(?:ly)? "
    r"(?:stated|said|version)|"
    r"mise à jour|actualisé|rectifi(?:é|cation)|correctif|note de la rédaction|"
    r"aktualisiert|update|korrektur|berichtigung|anmerkung der redaktion|"
    r"güncelleme|güncellendi|düzeltme|editörün notu|"
    r"обновлено|исправлено|уточнение|исправление|от редакции|"
    r"تحديث|تصحيح|توضيح|ملاحظة المحرر|به ?روز ?رسانی|به‌روزرسانی|اصلاحیه|تصحیح|توضیح"
)
_NOTICE = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)
_DATED_LINE = re.compile(
    r"^\W*(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|"
    r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{3,4} ?GMT)\W"
)


def verdict(old: Page, new: Page, changes: Sequence[Change]) -> Notice:
    """What the new page says of the changes between the two."""
    substance = [c for c in changes if c.part in _SUBSTANCE and not c.minor and c.op != "moved"]
    if not substance:
        return "unknown"
    if any(_announces(change) for change in changes):
        return "announced"
    was, now = _modified(old), _modified(new)
    if was == now and not any(_counts_as_news(change) for change in substance):
        return "no notice found"
    return "unknown"


def _modified(page: Page) -> str | None:
    return page.article.modified_at if page.article else None


def _announces(change: Change) -> bool:
    if change.part not in _SUBSTANCE or not change.new:
        return False
    came = typographic(change.new)
    went = typographic(change.old or "")
    new_words = len(_NOTICE.findall(came)) > len(_NOTICE.findall(went))
    return new_words or _dated(came) > _dated(went)


def _dated(text: str) -> int:
    return sum(bool(_DATED_LINE.match(line)) for line in text.splitlines())


def _counts_as_news(change: Change) -> bool:
    """A brief with a time of its own announces itself."""
    return change.part == "brief" and change.op == "added"
