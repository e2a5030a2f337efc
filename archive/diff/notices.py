"""Whether a page tells its readers that it was changed.

Three verdicts, the same words in public: `announced` (a notice stands on the new page
that did not stand on the old one), `no notice found` (a change of substance, no new words
that could be a notice, and a date of modification that is unchanged or absent), `unknown`
(all else: a date of modification that moved tells readers something, and nobody what).

- A notice that speaks at length of other things announces only itself: the rest is `unknown`.
- A page that says of itself that it is being updated announces nothing and hides nothing.
- What the comments say, the author's own among them, is no notice.

`no notice found` accuses nobody: a notice may stand where this program does not look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.diff.changes import Change, Notice
from archive.diff.fields import same_moment
from archive.diff.folding import letters, typographic
from normalizers.values import Page

_SUBSTANCE = frozenset({"headline", "body", "brief"})
_ANNOUNCED = frozenset({"headline", "body", "brief", "lead_image"})
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
    rf"(?<![^\W_])(?:{_LABELS}|clarif\w+|correct\w*|updat\w+|edited|editor\w*|note)(?![^\W_])|"
    r"[(\[][^)\]\n]{0,40}\b(?:removed|deleted|withdrawn|changed|replaced|redacted|added)\b"
    r"[^(\[\n]{0,20}[)\]]|~~|"
    r"\b(?:retir\w+|supprim\w+|rectifi\w+|corrig\w+|korrigier\w+|geändert|ergänzt|gelöscht|"
    r"düzeltil\w+|güncellen\w+|исправл\w+|обновл\w+|дополнен\w*|удал[её]н\w*)\b|"
    r"تم (?:تعديل|تحديث|تصحيح|حذف)|اصلاح شد|به‌روز شد|حذف شد",
    re.IGNORECASE,
)
# A page that is rewritten all day says so once, often before the first change.
_STANDING = re.compile(
    r"\b(?:is|are|being|be) (?:\w+ly )?updated\b|\bdeveloping story\b|\bmore (?:to follow|soon)\b|"
    r"\bupdates? (?:will |to )?follow\b|\bcheck back\b|\brefresh (?:this|the) page\b|"
    r"laufend aktualisiert|en cours de mise à jour|haber güncelleniyor|новость дополняется|"
    r"новость обновляется|قيد التحديث|يتم تحديث|در حال (?:تکمیل|به‌روزرسانی)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\d+|[^\W\d_]{4,}")
_OF_NOTICES = re.compile(
    rf"(?<![^\W_])(?:{_LABELS}|earlier|previous(?:ly)?|original(?:ly)?|version|incorrectly|mistakenly|"
    rf"stated|said|that|this|with|been|have|from|{_THE_STORY})(?![^\W_])",
    re.IGNORECASE,
)
# A notice of fewer words than that says no more than that something was changed.
_AT_LENGTH = 5


def noticed(old: Page, new: Page, changes: Sequence[Change]) -> Iterator[Change]:
    """The changes of a story, each with what the new page says of it."""
    text = [change for change in changes if change.part in _SUBSTANCE]
    said = _said(old, text)
    found = _verdict(old, new, text, said)
    for change in changes:
        if change.part not in _ANNOUNCED or change.minor or change.op == "moved":
            yield change
        else:
            of_it = found != "announced" or _speaks_of(said, change)
            yield replace(change, notice=found if of_it else "unknown")


def _verdict(old: Page, new: Page, text: Sequence[Change], said: Sequence[str]) -> Notice:
    if all(change.minor or change.op == "moved" for change in text):
        return "unknown"
    if said:
        return "announced"
    if any(_may_announce(change) for change in text) or _is_within_one(new, text):
        return "unknown"
    if any(_STANDING.search(_lines(words)) for words in _blocks(new)):
        return "unknown"
    return "no notice found" if _unmoved(old, new) else "unknown"


def _said(old: Page, text: Sequence[Change]) -> list[str]:
    """The lines with a notice that stand on the new page and did not on the old one."""
    if not any(_came(pattern, text) for pattern in _NOTICES):
        return []
    stood = "".join(map(letters, _blocks(old)))
    lines = (line for change in text for line in _lines(change.new).splitlines())
    return [
        line
        for line in lines
        if any(pattern.search(line) for pattern in _NOTICES) and letters(line) not in stood
    ]


def _speaks_of(said: Sequence[str], change: Change) -> bool:
    """Whether a notice is the change, says nothing of its own, or shares a word with it."""
    new, old = _lines(change.new), _lines(change.old)
    words = {*_WORD.findall(f"{new} {old}".casefold())}
    for line in said:
        own = {*_WORD.findall(_OF_NOTICES.sub(" ", line).casefold())}
        at_length = sum(word.isalpha() for word in own) >= _AT_LENGTH
        if line in new or not at_length or own & words:
            return True
    return False


def _blocks(page: Page) -> list[str]:
    own = page.article.blocks if page.article else ()
    return [block.text for block in (*own, *(b for brief in page.briefs for b in brief.blocks))]


def _came(pattern: re.Pattern[str], changes: Sequence[Change]) -> bool:
    """Whether the new texts of some changes have more of a pattern than the old ones."""
    new = sum(_count(pattern, change.new) for change in changes)
    return new > sum(_count(pattern, change.old) for change in changes)


def _is_within_one(new: Page, text: Sequence[Change]) -> bool:
    """Whether something changed in a paragraph that is a notice."""
    notices = [
        letters(words)
        for words in _blocks(new)
        if any(_count(pattern, words) for pattern in (_LABEL, _PHRASE))
    ]
    return any(change.new and letters(change.new) in one for change in text for one in notices)


def _count(pattern: re.Pattern[str], text: str | None) -> int:
    return len(pattern.findall(_lines(text)))


def _lines(text: str | None) -> str:
    """A text with typewriter quotes, its lines kept."""
    return "\n".join(typographic(line) for line in (text or "").splitlines())


def _may_announce(change: Change) -> bool:
    """Words that may be a notice, a change within one, a brief that was added."""
    within = any(_count(pattern, change.new) for pattern in (_LABEL, _PHRASE))
    return within or _came(_PERHAPS, [change]) or (change.part, change.op) == ("brief", "added")


def _unmoved(old: Page, new: Page) -> bool:
    was = old.article.modified_at if old.article else None
    now = new.article.modified_at if new.article else None
    return (was is None and now is None) or (
        was is not None and now is not None and same_moment(was, now)
    )
