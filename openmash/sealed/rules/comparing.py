"""Whether a text says a protected term, however it is written: an address, a name, a telephone number.

Source: incidents at Halton (2012, adopters' address to the birth mother), Hackney (2016), Charnwood (2023), Telford and
Wrekin (2011), four safe addresses given to alleged abusers (ICO, September 2023), Achieving for Children (2023).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from openmash.sealed.rules.overlap import fold


def same_place(one: str, other: str) -> bool:
    """Whether two addresses are one place: "Flat 2, 14 High St" and "14 High Street" are."""
    return Comparable(one).says_any([("address", other)]) or Comparable(other).says_any([("address", one)])


class Comparable:
    """A text in the forms in which protected terms are looked for."""

    def __init__(self, text: str) -> None:
        self._tokens = [f" {' '.join(_tokens(words))} " for words in _spellings(text)]
        self._letters = " ".join(_spellings(text)[0])
        self._digits = [_telephone(run) for run in re.findall(r"\+?\d[\d\s().\-/]*\d", _visible(text))]

    def says_any(self, terms: Collection[tuple[str, str]]) -> bool:
        """Whether it says one of these, however it is written."""
        return any(self._says(kind, term) for kind, term in terms)

    def _says(self, kind: str, term: str) -> bool:
        if kind == "telephone":
            number = _telephone(term)
            return len(number) >= _SHORTEST_NUMBER and any(number in run for run in self._digits)
        if kind == "postcode":
            return self._says_postcode(term)
        forms = {form for form in _forms(kind, term) if form}
        return any(f" {form} " in tokens for form in forms for tokens in self._tokens)

    def _says_postcode(self, term: str) -> bool:
        letters = fold(term)
        pattern = r" ?".join(_LOOKS_LIKE.get(letter, letter) for letter in letters)
        return len(letters) >= _SHORTEST_POSTCODE and bool(re.search(rf"(?<!\w){pattern}(?!\w)", self._letters))


_SHORTEST_NUMBER = 6
_SHORTEST_POSTCODE = 5
_SHORTEST_SCHOOL = 4  # letters of a name without "primary school": fewer are no name by themselves
_LOOKS_LIKE = {"0": "[0o]", "o": "[0o]", "1": "[1il]", "i": "[1il]", "l": "[1il]"}

# One spelling for each word that addresses and names write in several ways.
_ONE_SPELLING = {
    spelling: word
    for word, spellings in {
        "st": "street saint str",
        "rd": "road",
        "ave": "avenue av",
        "ln": "lane",
        "cl": "close",
        "dr": "drive drv",
        "ct": "court crt",
        "cres": "crescent cresc",
        "gdns": "gardens gdn garden",
        "pl": "place",
        "sq": "square",
        "ter": "terrace terr tce",
        "pk": "park",
        "gr": "grove grv",
        "hse": "house",
        "flat": "apartment apt flt",
        "sch": "school schl",
    }.items()
    for spelling in spellings.split()
}
_IN_A_BUILDING = frozenset({"flat", "room", "unit", "floor", "studio"})
_KINDS_OF_SCHOOL = frozenset(
    {
        *("sch", "primary", "secondary", "academy", "nursery", "preschool", "college", "infant", "infants", "junior"),
        *("juniors", "high", "community", "church", "ce", "rc", "catholic", "of", "england", "voluntary", "aided"),
        *("controlled", "special", "the"),
    }
)


def _forms(kind: str, term: str) -> Iterator[str]:
    """The token strings by which a term is recognised; none that is too common to mean it."""
    for words in _spellings(term):
        whole = _tokens(words)
        yield " ".join(whole)
        if kind == "name" and len(whole) > 1:
            yield " ".join((whole[-1], *whole[:-1]))
        elif kind == "school":
            core = "".join(word for word in whole if word not in _KINDS_OF_SCHOOL)
            if len(core) >= _SHORTEST_SCHOOL:
                yield " ".join(word for word in whole if word not in _KINDS_OF_SCHOOL)
    if kind == "address":
        for n in range(len(_spellings(term))):
            yield from _places([_tokens(_spellings(each)[n]) for each in re.split(r"[,\n;]", term)])


def _places(segments: Sequence[Sequence[str]]) -> Iterator[str]:
    """The house itself out of an address: its number and street, or its name, without flat, town and county."""
    for n, tokens in enumerate(segments):
        kept = _without_the_flat(tokens)
        numbered = any(each[0].isdigit() for each in kept)
        if numbered and len(kept) == 1:  # "14, High Street"
            yield " ".join((*kept, *segments[n + 1])) if n + 1 < len(segments) else ""
        elif len(kept) > 1 and (numbered or n == 0):
            yield " ".join(kept)


def _without_the_flat(tokens: Sequence[str]) -> Sequence[str]:
    if len(tokens) > 1 and tokens[0] in _IN_A_BUILDING:
        return _without_the_flat(tokens[2:])
    return tokens


def _tokens(words: Sequence[str]) -> list[str]:
    """Words in one spelling each, a house's letter with its number: "14", "A", "High", "St" is "14a", "high", "st"."""
    found: list[str] = []
    for word in words:
        spelled = _ONE_SPELLING.get(word, word)
        if found and len(spelled) == 1 and spelled.isalpha() and found[-1].isdigit():
            found[-1] += spelled
        elif found and found[-1] == "no" and spelled.isdigit():
            found[-1] = spelled
        else:
            found.append(spelled)
    return found


def _spellings(text: str) -> tuple[list[str], list[str]]:
    """The words of a text, once with "Mary's" as "mary" and once as "marys": people write either."""
    visible = _visible(text)
    return _words(re.sub(r"['’`]s\b", " ", visible)), _words(visible)


def _words(text: str) -> list[str]:
    return [word for each in re.findall(r"[^\W_]+", re.sub(r"['’`]", "", text)) if (word := fold(each))]


def _visible(text: str) -> str:
    """Without characters that nobody sees: zero-width spaces, soft hyphens."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(each for each in plain if unicodedata.category(each) not in ("Cf", "Mn"))


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+44") or digits.startswith("0044"):
        digits = digits.removeprefix("00").removeprefix("44").removeprefix("0")
    return digits.removeprefix("0")
