"""Who must not learn what: whether a copy says, to somebody who must not learn it, what is protected.

Source: incidents at Halton (2012, adopters' address to the birth mother), Hackney (2016), Charnwood (2023), Telford and
Wrekin (2011), four safe addresses given to alleged abusers (ICO, September 2023), Achieving for Children (2023).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from openmash.products.rules.copies import Copy
from openmash.products.rules.overlap import StayingText, WrittenText, fold, overlaps, words_of


@dataclass(frozen=True)
class Objection:
    """Why a copy may not go to its recipient. The sentence never says what is protected.

    Args:
        code: the rule, ``products.guard_…``.
        sentence: for whoever composes: what is wrong, where, what to do, whom to ask.
        where: the part of the copy; empty if it is the recipient.
    """

    code: str
    sentence: str
    where: str = ""


@dataclass(frozen=True)
class Protected:
    """What one protection keeps from somebody, as far as comparing needs it.

    Args:
        kind_words: what kind of thing is protected, "a safe address".
        recorded_by: whom to ask.
        terms: what must not appear, by kind: ``address``, ``postcode``, ``telephone``, ``name``, ``school``, ``other``.
        names_recipient: the receiving team itself must not learn it, and the protected person belongs to the family.
    """

    kind_words: str
    recorded_by: str
    terms: tuple[tuple[str, str], ...]
    names_recipient: bool = False


def parts_of(copy: Copy) -> tuple[tuple[str, str], ...]:
    """Every text of a copy that says something about somebody, with the part it stands in as the author knows it."""
    return (
        *((("The people it is about"), text) for s in copy.subjects for text in (s.name, s.decided_by)),
        *(("Where they live", s.address) for s in copy.subjects),
        ("Recommendations", copy.recommendations),
        ("Whom to speak to", copy.speak_to),
        ("Summary of the analysis", copy.summary),
        ("Danger to staff", copy.staff_safety),
        *(("Danger to staff", text) for w in copy.warnings for text in (w.person, w.words)),
        *((f"What {p.agency} writes", text) for p in copy.parts for text in (p.report, p.analysis, p.written_by)),
        *(("Information that goes with it", text) for w in copy.words for text in (w.text, w.handling)),
        *(("Who the information comes from", text) for w in copy.words for text in (w.agency, w.professional)),
    )


def guarded(copy: Copy, protections: Sequence[Protected]) -> tuple[Objection, ...]:
    """What speaks against this copy going to its recipient.

    Args:
        copy: as it would leave.
        protections: those against the recipient, or against somebody that the copy passes to.
    """
    found: dict[Objection, None] = {}
    texts = [(where, Comparable(text)) for where, text in parts_of(copy) if text]
    for each in protections:
        if each.names_recipient:
            found[_recipient(each)] = None
        for where in dict.fromkeys(where for where, text in texts if text.says_any(each.terms)):
            found[_term(each, where)] = None
    return tuple(found)


def copied_out(copy: Copy, staying: Sequence[StayingText]) -> tuple[Objection, ...]:
    """What in a copy repeats sealed words that may not go to its recipient.

    The sentence is the same whatever it repeats: it tells neither whose words those are nor whether the author may
    know of them. The passage that it quotes is the author's own.

    Args:
        copy: as it would leave.
        staying: every text that may not go there.
    """
    owners = {words_of(each.let_go): each.item_id for each in staying if each.edited}
    leaving = [each.text for each in copy.words]
    found = list(overlaps([WrittenText(*each) for each in _own_words(copy)], staying, leaving=leaving))
    for text in leaving:
        of_item = owners.get(words_of(text))
        if of_item is not None:
            part = WrittenText("Information that goes with it", text, of_item)
            found += overlaps([part], staying, leaving=[each for each in leaving if each != text])
    return tuple(dict.fromkeys(_copied(each.where, each.passage) for each in found))


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


def _own_words(copy: Copy) -> tuple[tuple[str, str], ...]:
    return (
        ("Recommendations", copy.recommendations),
        ("Whom to speak to", copy.speak_to),
        ("Summary of the analysis", copy.summary),
        ("Danger to staff", copy.staff_safety),
        *((f"What {p.agency} writes", text) for p in copy.parts for text in (p.report, p.analysis)),
    )


def _copied(where: str, passage: str) -> Objection:
    return Objection(
        "products.copied_out",
        f"“{where}” repeats sealed information that may not go to this team, from “{passage} …” on. Take these words "
        "out, or put in the information itself and ask its owner.",
        where,
    )


def _recipient(each: Protected) -> Objection:
    return Objection(
        "products.guard_recipient",
        f"This team must not learn {each.kind_words} of somebody in this family: a protection is recorded. Choose "
        f"another team, or speak to {each.recorded_by}, who recorded it.",
    )


def _term(each: Protected, where: str) -> Objection:
    return Objection(
        "products.guard_term",
        f"“{where}” says something that a recorded protection ({each.kind_words}) keeps from somebody this goes to. "
        f"Take it out, or speak to {each.recorded_by}, who recorded it.",
        where,
    )
