"""How a name, a day or a postcode comes to be written wrongly."""

from collections.abc import Callable
from datetime import date, timedelta

from openmash.matching.invented.profiles import Profile

Chance = Callable[[], float]

_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_BESIDE = {key: (row[max(0, at - 1)], row[min(len(row) - 1, at + 1)]) for row in _ROWS for at, key in enumerate(row)}
_DIGITS = "1234567890"
_BESIDE |= {key: (_DIGITS[max(0, at - 1)], _DIGITS[min(9, at + 1)]) for at, key in enumerate(_DIGITS)}
# What sounds alike to somebody who writes down what they hear, or is written otherwise in another alphabet.
_SOUNDS = (
    ("PH", "F"), ("CK", "K"), ("EE", "I"), ("I", "EE"), ("OO", "U"), ("U", "OO"), ("OU", "U"), ("KH", "K"), ("Q", "K"),
    ("Y", "I"), ("IE", "EI"), ("AI", "AY"), ("C", "K"), ("K", "C"), ("S", "Z"), ("Z", "S"), ("SH", "SCH"), ("W", "V"),
    ("CH", "TCH"), ("LL", "L"), ("L", "LL"), ("NN", "N"), ("N", "NN"), ("TT", "T"), ("MM", "M"), ("SS", "S"),
    ("AH", "A"), ("A", "AH"), ("EY", "Y"), ("LEY", "LEIGH"), ("EA", "EE"), ("JH", "J"), ("DH", "D"), ("TH", "T"),
)  # fmt: skip
_APOSTROPHES = {
    "OBRIEN": "O'BRIEN",
    "OCONNOR": "O'CONNOR",
    "OCONNELL": "O’CONNELL",
    "ONEILL": "O'NEILL",
    "OSULLIVAN": "O' SULLIVAN",
}


def misspelt(text: str, chance: Chance) -> str:
    """`text` with one slip of the fingers: a letter lost, doubled, beside the right one, or two the other way round."""
    if len(text) < 3:
        return text
    at = 1 + int(chance() * (len(text) - 1))
    kind = chance()
    if kind < 0.25:
        return text[:at] + text[at + 1 :]
    if kind < 0.4:
        return text[:at] + text[at] + text[at:]
    if kind < 0.75:
        beside = _BESIDE.get(text[at], ("", ""))
        return text[:at] + beside[chance() < 0.5] + text[at + 1 :]
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def respelt(name: str, chance: Chance) -> str:
    """`name` as somebody might write it who only heard it; as it was where nothing in it sounds like something else."""
    start = int(chance() * len(_SOUNDS))
    for step in range(len(_SOUNDS)):
        heard, written = _SOUNDS[(start + step) % len(_SOUNDS)]
        at = name.find(heard, 1)
        if at > 0:
            return name[:at] + written + name[at + len(heard) :]
    return name


def with_apostrophe(name: str) -> str:
    """O'Brien is OBRIEN in some systems and has one of several apostrophes in others."""
    return _APOSTROPHES.get(name, name)


def slipped(day: date, drawn: float, profile: Profile, chance: Chance) -> date:
    """`day`, or another one somebody wrote in its place.

    Args:
        day: the right one.
        drawn: a number that decides: below a share of the profile, that slip happens.
        profile: how often each happens.
        chance: numbers from 0 up to 1, for how far off it is.
    """
    if drawn < profile.day_month:
        return date(day.year, day.day, day.month) if day.day <= 12 else day
    drawn -= profile.day_month
    if drawn < profile.digit:
        return day + timedelta(days=(-10, -3, -2, -1, 1, 2, 3, 10)[int(chance() * 8)])
    drawn -= profile.digit
    if drawn < profile.year_out:
        year = day.year + (-10, -1, -1, 1, 1, 10)[int(chance() * 6)]
        return day.replace(year=year, day=min(day.day, 28))
    return day
