"""Taking passages out of an item's words before they leave. The result is new words; the original never travels."""

import re
import unicodedata
from collections.abc import Collection, Iterable

MARK = "[…]"
"""Stands for anything taken out, whatever its length: how long it was tells nobody what it was."""
_END_OF_PASSAGE = re.compile(r"(?<=[.!?;:])\s+|\n+")
SHORTEST = 2  # characters: a single letter taken out everywhere would leave nothing
_NOT_SEEN = ("Mn", "Cf")  # accents, and marks that nobody sees: soft hyphens, joiners, turns of direction
_APOSTROPHES, _DASHES = "\u2018\u2019\u201b\u02bc\u00b4`", "\u2010\u2011\u2012\u2013\u2014\u2212"
_ALIKE = dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-") | {each: each for each in MARK}


def passages(text: str) -> tuple[str, ...]:
    """The words cut into passages, by sentence and line, each of which can be taken out."""
    return tuple(part.strip() for part in _END_OF_PASSAGE.split(text) if part.strip())


def redacted(text: str, *, out: Collection[int], words: Iterable[str] = ()) -> str:
    """New words, without some passages and without some words wherever they stand.

    Args:
        text: the item's words.
        out: the numbers of the passages to take out, from 0, as ``passages`` gives them.
        words: names, places or anything else to take out everywhere: in upper or lower case, however spaced, with or
            without accents, whichever apostrophe or dash they are written with.

    Returns:
        What is left; neighbouring marks are one. What was taken out is nowhere in it.
    """
    kept = [MARK if number in out else part for number, part in enumerate(passages(text))]
    result = "\n".join(kept)
    told = {" ".join(each.split()) for each in words}
    gone = sorted((each for each in told if len(each) >= SHORTEST and each not in MARK), key=len, reverse=True)
    for each in gone:
        result = _without(result, each)
    return re.sub(rf"{re.escape(MARK)}(?:\s*{re.escape(MARK)})+", MARK, result)


def what_is_left_of(words: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the words to take out that are still in the text, for a last look before it goes."""
    return tuple(each for each in words if each.strip() and _without(text, each) != text)


def _without(text: str, words: str) -> str:
    """The text with every place that says the words, however written, replaced by the mark."""
    letters, places = _compared(text)
    parts = [_compared(part)[0] for part in words.split()]
    if not any(parts):
        return text
    kept, end = [], 0
    for found in re.finditer(r"\s+".join(re.escape(part) for part in parts if part), letters):
        kept += [text[end : places[found.start()]], MARK]
        end = places[found.end() - 1] + 1
        while end < len(text) and unicodedata.category(text[end]) in _NOT_SEEN:
            end += 1
    return "".join([*kept, text[end:]])


def _compared(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and for each of its letters which letter of the text it came from."""
    letters, places = [], []
    for place, each in enumerate(text):
        for letter in _ALIKE.get(each) or unicodedata.normalize("NFKD", each).casefold():
            if unicodedata.category(letter) not in _NOT_SEEN:
                letters.append(letter)
                places.append(place)
    return "".join(letters), places
