"""What is left of a text, letter for letter, once words were taken out of it."""

import pytest

from openmash.sealed.rules import redacted


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("He met Zoe\u0308 there.", "Zoe", "He met […] there."),
        ("He met Zoe\u0308\u0301 there.", "Zoe", "He met […] there."),
        ("He met Zoe\u00ad\u200b\u200d there.", "zoe", "He met […] there."),
        ("Jo, Jo and Jo", "jo", "[…], […] and […]"),
        ("At Mill  Lane now", "Mill Lane", "At […] now"),
        ("Mill Lane", "Mill Lane", "[…]"),
        ("Zoe\u0308", "Zoe", "[…]"),
        ("Nobody else", "Mill Lane", "Nobody else"),
    ],
)
def test_exactly_the_word_with_its_accents_goes_and_nothing_beside_it(text: str, word: str, left: str) -> None:
    assert redacted(text, out=[], words=[word]) == left
