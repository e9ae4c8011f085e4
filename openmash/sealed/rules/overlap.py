"""Whether a text repeats words of another one: what may not leave must not leave by being copied out by hand either.

Source: incident at Birmingham Children's Trust (2022): words of a police statement were copied into a plan that went to
another family. Measured in ``tests/unit/products/test_overlap.py``.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

RUN = 8
"""How many words running are a copy; ordinary sentences about two families rarely share so many."""
_FIRST = 12  # letters of a run that are looked up before the whole run is searched for


@dataclass(frozen=True)
class StayingText:
    """A sealed text that may not go to the recipient; only compared, never shown.

    Args:
        item_id: whose words.
        text: the words.
        let_go: what the owner let go of this very item to this recipient; empty if nothing.
        edited: those are words of the owner's own, not the item's.
    """

    item_id: UUID
    text: str
    let_go: str = ""
    edited: bool = False


@dataclass(frozen=True)
class WrittenText:
    """A part of a copy that somebody wrote.

    Args:
        where: the part, as the author knows it: "Recommendations".
        text: its words.
        of_item: the item whose owner wrote it; None for the hub's own words.
    """

    where: str
    text: str
    of_item: UUID | None = None


@dataclass(frozen=True)
class Overlap:
    """That a part repeats a text that stays. ``passage``: where it begins, in the author's own writing."""

    where: str
    passage: str
    item_id: UUID


@dataclass(frozen=True)
class _Word:
    folded: str
    begins: int
    ends: int


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: no case, no accents, no punctuation, nothing invisible."""
    return tuple(word.folded for word in _words(text))


def overlaps(
    written: Sequence[WrittenText], staying: Sequence[StayingText], *, leaving: Sequence[str] = ()
) -> tuple[Overlap, ...]:
    """Every part that repeats ``RUN`` or more words running of a text that stays; one finding for a part and a text.

    Spaces count for nothing: words that were run together or pulled apart are found as well.

    Args:
        written: the parts of the copy.
        staying: the texts that may not go to the recipient.
        leaving: words that go to the recipient anyway, as their owners let them go; repeating those is no copy.
    """
    allowed = ["".join(words_of(text)) for text in leaving]
    found = []
    for part in written:
        page = _Page(part.text)
        for text in staying:
            if text.item_id == part.of_item:
                continue
            passage = page.repeats(text, allowed)
            if passage:
                found.append(Overlap(part.where, passage, text.item_id))
    return tuple(found)


class _Page:
    """A written text, with its letters run together and an index of where they begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = list(_words(text))
        self._letters = "".join(word.folded for word in self._words)
        self._begins = {self._letters[n : n + _FIRST] for n in range(len(self._letters))}

    def repeats(self, other: StayingText, allowed: Sequence[str]) -> str:
        """The author's own passage that repeats the other text; empty if none does."""
        let_go = ["".join(words_of(other.let_go)), *allowed]
        for run in _runs(words_of(other.text)):
            if run[:_FIRST] in self._begins and run in self._letters and not any(run in each for each in let_go):
                return self._passage(self._letters.index(run), len(run))
        return ""

    def _passage(self, at: int, length: int) -> str:
        """The words on the page that these letters belong to, as they were typed."""
        seen, inside = 0, []
        for word in self._words:
            if seen + len(word.folded) > at and seen < at + length:
                inside.append(word)
            seen += len(word.folded)
        return " ".join(self._text[inside[0].begins : inside[-1].ends].split())


def _runs(words: Sequence[str]) -> Iterator[str]:
    for n in range(len(words) - RUN + 1):
        yield "".join(words[n : n + RUN])


def _words(text: str) -> Iterator[_Word]:
    for match in re.finditer(r"\S+", text):
        for part in re.finditer(r"[^\W_]+(?:['’\u00ad\u200b-\u200d\u2060]+[^\W_]+)*", match.group()):
            folded = fold(part.group())
            if folded:
                yield _Word(folded, match.start() + part.start(), match.start() + part.end())


def fold(text: str) -> str:
    """Letters and digits alone: no case, no accents, no apostrophes, nothing invisible."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return "".join(letter for letter in plain if letter.isalnum())


# Letters that carry their stroke within them, which Unicode does not take apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
