"""Whether a page tells its readers that it was changed.

Three verdicts, the same words in public: `announced` (a notice stands on the new page
that did not stand on the old one), `no notice found` (a change of substance, no new words
that could be a notice, and a date of modification that is unchanged or absent), `unknown`
(all else: a date of modification that moved tells readers something, and nobody what).

`no notice found` accuses nobody: a notice may stand where this program does not look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.diff.changes import Change, Notice
from archive.diff.fields import same_moment
from archive.diff.folding import typographic
from normalizers.values import Page

_SUBSTANCE = frozenset({"headline", "body", "brief"})
_LABELS = (
    "update|updated|updates|correction|corrections|corrected|clarification|clarified|retraction|"
    "retracted|erratum|errata|amended|revised|editor'?s'? note|note from the editors?|"
    "mise à jour|actualisé|actualisation|correctif|rectificatif|erratum|note de la rédaction|ndlr|"
    "aktualisierung|aktualisiert|korrektur|berichtigung|richtigstellung|anmerkung der redaktion|"
    "güncelleme|güncellendi|düzeltme|editörün notu|"
    "обновлено|обновление|исправлено|исправление|уточнение|от редакции|"
    "تحديث|تصحيح|تصويب|توضيح|استدراك|ملاحظة المحرر|"
    "به ?روز ?رسانی|به‌روزرسانی|اصلاحیه|تصحیح|توضیح"
)
_THE_STORY = "(?:post|article|story|piece|report|page|item|headline|entry|version|column|blog)"
# A label stands at the head of a line, in brackets, or before a colon.
_HEAD = r"(?:^|[(\[{*_>]|[.!?]['\")]? )\W{0,4}(?:[\w.,:/ -]{0,30}? )??"
_LABEL = re.compile(
    rf"{_HEAD}(?:{_LABELS})(?=\W*(?:[:)\]}}*_|-]|\d|$))|(?<![^\W_])(?:{_LABELS}) ?[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_PHRASE = re.compile(
    rf"earlier version of th|previous version of th|"
    rf"(?:this|the|our) {_THE_STORY} (?:has been|have been|was|had been|previously|originally|"
    rf"incorrectly|mistakenly|erroneously|misstated|misidentified)\b|"
    rf"(?:has been|was) (?:updated|corrected|amended|clarified|revised|changed) "
    rf"(?:to|with|at|on|since)\b|"
    rf"(?:previously|originally|incorrectly|mistakenly|erroneously) "
    rf"(?:stated|said|reported|identified|misstated|named|gave|published|appeared)|"
    rf"we (?:have )?(?:updated|corrected|regret)|regrets? the error|cet article a été|"
    rf"dieser (?:artikel|text|beitrag) wurde|در (?:نسخه|خبر) (?:پیشین|قبلی)|في نسخة سابقة",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"^\W*(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|"
    r"\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{3,4} ?GMT|\d{1,2}:\d\d)\W",
    re.MULTILINE,
)
_NOTICES = (_LABEL, _PHRASE, _DATED)
# Words that may be a notice, and may be none: they only keep from saying that there is none.
_PERHAPS = re.compile(
    rf"(?<![^\W_])(?:{_LABELS}|clarif\w+|correct\w*|updat\w+|edited|editor\w*|note)(?![^\W_])",
    re.IGNORECASE,
)


def verdict(old: Page, new: Page, changes: Sequence[Change]) -> Notice:
    """What the new page says of the changes between the two."""
    text = [change for change in changes if change.part in _SUBSTANCE]
    if all(change.minor or change.op == "moved" for change in text):
        return "unknown"
    if any(_came(pattern, change) for pattern in _NOTICES for change in text):
        return "announced"
    if any(_may_announce(change) for change in text):
        return "unknown"
    return "no notice found" if _unmoved(old, new) else "unknown"


def _came(pattern: re.Pattern[str], change: Change) -> bool:
    """Whether the new text of a change has more of a pattern than the old."""
    new, old = _count(pattern, change.new), _count(pattern, change.old)
    return new > old or (new > 0 and change.op == "rewritten")


def _count(pattern: re.Pattern[str], text: str | None) -> int:
    return len(pattern.findall(_lines(text)))


def _lines(text: str | None) -> str:
    """A text with typewriter quotes, its lines kept."""
    return "\n".join(typographic(line) for line in (text or "").splitlines())


def _may_announce(change: Change) -> bool:
    """Words that may be a notice, a change within one, a brief that was added."""
    within = any(_count(pattern, change.new) for pattern in (_LABEL, _PHRASE))
    return within or _came(_PERHAPS, change) or (change.part, change.op) == ("brief", "added")


def _unmoved(old: Page, new: Page) -> bool:
    was = old.article.modified_at if old.article else None
    now = new.article.modified_at if new.article else None
    return (was is None and now is None) or (
        was is not None and now is not None and same_moment(was, now)
    )
