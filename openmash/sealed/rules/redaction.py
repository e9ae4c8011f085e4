"""Taking passages out of an item's words before they leave. The result is new words; the original never travels."""

import re
from collections.abc import Collection, Iterable

MARK = "[…]"
"""Stands for anything taken out, whatever its length: how long it was tells nobody what it was."""
_END_OF_PASSAGE = re.compile(r"(?<=[.!?;:])\s+|\n+")
SHORTEST = 2  # characters: a single letter taken out everywhere would leave nothing


def passages(text: str) -> tuple[str, ...]:
    """The words cut into passages, by sentence and line, each of which can be taken out."""
    return tuple(part.strip() for part in _END_OF_PASSAGE.split(text) if part.strip())


def redacted(text: str, *, out: Collection[int], words: Iterable[str] = ()) -> str:
    """New words, without some passages and without some words wherever they stand.

    Args:
        text: the item's words.
        out: the numbers of the passages to take out, from 0, as ``passages`` gives them.
        words: names, places or anything else to take out everywhere, in upper or lower case, however spaced.

    Returns:
        What is left; neighbouring marks are one. What was taken out is nowhere in it.
    """
    kept = [MARK if number in out else part for number, part in enumerate(passages(text))]
    result = "\n".join(kept)
    told = {" ".join(each.split()) for each in words}
    gone = sorted((each for each in told if len(each) >= SHORTEST and each not in MARK), key=len, reverse=True)
    for each in gone:
        pattern = r"\s+".join(re.escape(part) for part in each.split())
        result = re.sub(pattern, MARK, result, flags=re.IGNORECASE)
    return re.sub(rf"{re.escape(MARK)}(?:\s*{re.escape(MARK)})+", MARK, result)


def what_is_left_of(words: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the words to take out that are still in the text, for a last look before it goes."""
    plain = " ".join(text.split()).casefold()
    return tuple(each for each in words if each.strip() and " ".join(each.split()).casefold() in plain)
