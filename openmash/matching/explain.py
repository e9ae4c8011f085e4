"""Why somebody is a candidate, in words: what each comparison found, and how much it says.

No bare score: a person who decides reads what agrees, what does not, and what was not told. The words hold nothing of
either record.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from openmash.matching.model import Comparison, Level, Model

Strength = Literal["strong", "some", "weak", "against"]

# Bits: 7 make somebody 128 times more likely to be meant, 2.5 nearly six times.
STRONG, SOME, AGAINST = 7.0, 2.5, -1.0
# Of a thousand people in an index, how many a common name has at least; of a hundred thousand, a rare one at most.
COMMON, RARE = 2 / 1_000, 5 / 100_000


@dataclass(frozen=True)
class Evidence:
    """What one comparison found.

    Args:
        about: the name of the comparison.
        words: what was found, a phrase for the page.
        bits: its weight; minus speaks against.
        strength: the same as a word.
    """

    about: str
    words: str
    bits: float
    strength: Strength


ABOUT: dict[str, str] = {
    "forename": "forename",
    "surname": "surname",
    "middle": "middle name",
    "born": "date of birth",
    "home": "address or telephone",
    "phone": "telephone",
    "sex": "sex",
    "nhs": "NHS number",
    "upn": "pupil number",
    "school": "school",
}

WORDS: dict[str, dict[str, str]] = {
    "forename": {
        "same": "forename the same",
        "one edit": "forename the same but for one letter",
        "another form": "forename another form or alias of the same name",
        "swapped": "forename and surname swapped",
        "middle name": "forename is the other's middle name",
        "two edits": "forename the same but for two letters",
        "letters turned": "forename the same but for its first two letters, which are swapped",
        "shortened": "forename a short form of the other",
        "alike": "forename alike, with another initial",
        "initial": "forename given as an initial, which is the same",
        "in the surname's place": "one name of either stands in the other's wrong field",
        "same initial": "forename different, with the same initial",
        "other": "forename different",
    },
    "surname": {
        "same": "surname the same",
        "one edit": "surname the same but for one letter",
        "another name": "surname shared with an alias, a birth or married name, or part of a double name",
        "swapped": "surname and forename swapped",
        "two edits": "surname the same but for two letters",
        "in the forename's place": "one name of either stands in the other's wrong field",
        "same initial": "surname different, with the same initial",
        "other": "surname different",
    },
    "middle": {
        "same": "middle name the same",
        "in part": "middle name the same as far as it is given",
        "other": "middle name different",
    },
    "born": {
        "both expected": "both expected, within four weeks",
        "expected near": "expected within four weeks of the other's date",
        "expected": "expected within sixteen weeks of the other's date",
        "same day": "born the same day",
        "same in part": "born in the same month, as far as the date is known",
        "same year in part": "born in the same year, as far as the date is known",
        "another day told": "born on a day that was also told of the other",
        "day and month swapped": "born the same day with day and month swapped",
        "one digit": "date of birth the same but for one digit",
        "two parts": "date of birth the same but for the day or the year",
        "same year": "born in the same year, on another day",
        "a generation apart": "born 15 years or more apart",
        "other": "date of birth different",
    },
    "home": {
        "same home": "lived at the same property",
        "same telephone": "telephone number of the household the same",
        "same postcode": "lived in the same postcode",
        "same district": "lived in the same postcode district",
        "other": "address different",
    },
    "phone": {"same": "telephone number the same", "other": "telephone number different"},
    "sex": {"same": "sex the same", "other": "sex different"},
    "nhs": {"same": "NHS number the same", "other": "NHS number different"},
    "upn": {"same": "pupil number the same", "other": "pupil number different"},
    "school": {"same": "school the same", "other": "school different"},
}


def waterfall(model: Model, levels: Sequence[int], frequencies: Sequence[float | None]) -> tuple[Evidence, ...]:
    """What each comparison found, in the order of the model; what either account does not tell is left out.

    Args:
        levels: the number of the level of each comparison, as the look-up returns them.
        frequencies: of the question's values, in the order of ``model.rarities``, as the look-up returns them.
    """
    known = dict(zip(model.rarities, frequencies, strict=True))
    found = ((each, each.levels[number]) for each, number in zip(model.comparisons, levels, strict=True))
    return tuple(
        _evidence(comparison, level, known.get(level.rarity.column) if level.rarity else None)
        for comparison, level in found
        if not level.is_null
    )


def untold(model: Model, levels: Sequence[int]) -> tuple[str, ...]:
    """What could not be compared, because one of the two accounts does not tell it: "NHS number", "school"."""
    return tuple(
        ABOUT.get(each.name, each.name)
        for each, number in zip(model.comparisons, levels, strict=True)
        if each.levels[number].is_null and each.levels[number].label not in WORDS.get(each.name, {})
    )


def strength(bits: float) -> Strength:
    """How much a weight says, as a word."""
    if bits >= STRONG:
        return "strong"
    if bits >= SOME:
        return "some"
    return "weak" if bits > AGAINST else "against"


def _evidence(comparison: Comparison, level: Level, frequency: float | None) -> Evidence:
    bits = level.bits + (level.rarity.bits(frequency) if level.rarity else 0.0)
    words = WORDS.get(comparison.name, {}).get(level.label, f"{comparison.name}: {level.label}")
    return Evidence(comparison.name, words + _rarity(frequency), bits, strength(bits))


def _rarity(frequency: float | None) -> str:
    if frequency is None or RARE < frequency < COMMON:
        return ""
    return ", a rare one" if frequency <= RARE else ", a common one"
