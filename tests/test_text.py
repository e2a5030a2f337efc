"""White space, composition, words."""

from __future__ import annotations

from normalizers.text import fold, fold_lines, squash, unique, words


def test_text_is_composed_and_folded():
    assert fold(" e\u0301\u00a0\n b ") == "é b"
    assert fold_lines("a\n \n b  c") == "a\nb c"


def test_floods_of_marks_are_left_as_they_are():
    few, many = "a\u0316\u0301", "\u0301\u0316" * 100_000
    assert fold(few) == "\u00e1\u0316"
    assert fold(f"{few} b{many}e\u0301") == f"\u00e1\u0316 b{many}\u00e9"


def test_words_and_keys():
    assert words("Straße, 3 SEN\u0303OR") == ["strasse", "3", "señor"]
    assert squash("‘A’ b") == "'a'b"
    assert unique(["a", "", "b", "a"]) == ("a", "b")
