"""White space, composition, words."""

from __future__ import annotations

from normalizers.text import fold, fold_lines, squash, unique, words


def test_text_is_composed_and_folded():
    assert fold(" e\u0301\u00a0\n b ") == "é b"
    assert fold_lines("a\n \n b  c") == "a\nb c"


def test_words_and_keys():
    assert words("Straße, 3 SEN\u0303OR") == ["strasse", "3", "señor"]
    assert squash("‘A’ b") == "'a'b"
    assert unique(["a", "", "b", "a"]) == ("a", "b")
