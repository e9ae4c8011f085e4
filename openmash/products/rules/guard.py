"""Who must not learn what: whether a copy says, to somebody who must not learn it, what is protected.

Source: incidents at Halton (2012, adopters' address to the birth mother), Hackney (2016), Charnwood (2023), Telford and
Wrekin (2011), four safe addresses given to alleged abusers (ICO, September 2023), Achieving for Children (2023).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openmash.products.rules.copies import Copy
from openmash.sealed.rules.comparing import Comparable
from openmash.sealed.rules.overlap import StayingText, WrittenText, overlaps, words_of


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
        f"“{where}” repeats sealed information that does not go with this, from “{passage} …” on. Take these words "
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
