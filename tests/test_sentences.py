"""Sentences, in the languages of the blogs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diff.sentences import split


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Lee met Dr. Ahmed at 9.30 a.m. on Jan. 5 in St. Petersburg.",
        "J. R. Smith of the U.S. Navy paid $1.5 million.",
        "See No. 5 and p. 67 of vol. 2.",
        "“Why?” he asked.",
        "Acme Inc. Board members left.",
        "Das ist z.B. Dr. Müller am 5. Mai.",
        "1. First point",
        "И т.е. так",
        "He waited … and left.",
        "Gen. Smith (R-Ohio) met Lt. Col. V. Putin at No. 5 of St. Louis, D.C.",
        "« Pourquoi ? » demanda-t-il à J.-P. Roy, av. Foch.",
        "Das ist z. B. der 2. Weltkrieg, vgl. Abb. 3 und Abs. 2.",
        "Am 12. Okt. 2020 zahlte er 3,5 Mio. Euro.",
        "قال د. أحمد من أ. ف. ب. ما في ص. 12 منه.",
        "به گفته م. کروبی در ص. ۱۲ چنین بود.",
        "«Почему?» — спросил проф. Петров, см. стр. 5 и рис. 3.",
        "5 янв. 2020 г. завод им. Ленина дал 3 млн. рублей.",
        "II. Abdülhamid padişahtı",
        "Sn. Av. Kaya 19. yüzyılda No. 5 için bkz. s. 12 dedi.",
    ],
)
def test_these_marks_end_no_sentence(whole):
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He left. She stayed.", 2),
        ("He said “no.” She left.", 2),
        ("He went to the U.S. He liked it.", 2),
        ("It was No. He left.", 2),
        ("In 2005. Then it ended.", 2),
        ("Really?! Yes. (No.) “Go!”", 4),
        ("قال الوزير ذلك. ثم غادر؟ نعم.", 3),
        ("وی گفت «نه». سپس رفت! چرا؟ نمی‌دانم.", 4),
        ("یہ خبر ہے۔ وہ گیا۔", 2),
        ("一。二！三", 3),
        ("One line\nanother line", 2),
        ("  ", 0),
        ("Trailing mark. \u201c", 1),
        ("The ship lay in the bay. Two men left.", 2),
        ("Il a dit : « Non. » Puis il partit.", 2),
        ("Où elle est. Elle part.", 2),
        ("Er zahlte 3,5 Mio. Der Mann ging.", 2),
        ("Das war 1999. Dann kam er.", 2),
        ("В 1999 г. он умер. В 2000 г. Он дал им. Потом ушёл.", 4),
        ("It began in World War II. The end came.", 2),
        ("– Да. – Нет.", 2),
    ],
)
def test_these_are_so_many_sentences(text, count):
    assert len(split(text)) == count


@given(st.text(alphabet='aB. ?!\n"“”0U一。', max_size=60))
def test_no_word_is_lost(text):
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@given(st.text(alphabet='aB. ?!"0', max_size=60))
def test_sentences_are_folded_and_not_empty(text):
    assert all(sentence == " ".join(sentence.split()) and sentence for sentence in split(text))
