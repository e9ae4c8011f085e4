"""Somebody asks for what is kept about them: by when, what may be kept back and on what ground, and who is kept out."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openmash.clocks.months import add_months
from openmash.core.errors import RuleBroken


class AskedAs(StrEnum):
    """In what capacity somebody asks."""

    SELF = "self"
    PARENT = "parent"
    REPRESENTATIVE = "representative"


ASKED_AS_WORDS: dict[str, str] = {
    AskedAs.SELF: "For themselves",
    AskedAs.PARENT: "For a child, with parental responsibility",
    AskedAs.REPRESENTATIVE: "For somebody who asked them to, such as a solicitor",
}


class Answer(StrEnum):
    """What is said about one piece of a bundle."""

    DISCLOSE = "disclose"
    REDACT = "redact"
    WITHHOLD = "withhold"


ANSWER_WORDS: dict[str, str] = {
    Answer.DISCLOSE: "Give it as it stands",
    Answer.REDACT: "Give it with parts taken out",
    Answer.WITHHOLD: "Keep it back",
}

TAKEN_OUT = "[…]"
"""What stands where something was taken out."""


@dataclass(frozen=True)
class Exemption:
    """A ground in law on which something is kept back.

    Args:
        code: never changes.
        words: what it says, for whoever prepares.
        source: where it stands.
        checked: the place in the law was looked up when this was written; otherwise the hub's adviser must.
        told: whether the answer may say that something was kept back on this ground; False where even that would tell.
    """

    code: str
    words: str
    source: str
    checked: bool
    told: bool = True


EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(
        "serious_harm",
        "Social work data: giving it would be likely to cause serious harm to somebody's physical or mental health",
        "Data Protection Act 2018, Schedule 3, Part 3",
        checked=True,
    ),
    Exemption(
        "wishes",
        "Somebody gave it expecting that it would not be given to the person who asks now, or said that it must not",
        "Data Protection Act 2018, Schedule 3",
        checked=True,
    ),
    Exemption(
        "child_abuse",
        "Child abuse data asked for by somebody with parental responsibility: not in the interests of the child",
        "Data Protection Act 2018, Schedule 3, Part 5, paragraph 21",
        checked=True,
    ),
    Exemption(
        "health",
        "Health data: the health professional whose opinion must be asked first says that it would cause serious harm",
        "Data Protection Act 2018, Schedule 3, Part 2",
        checked=True,
    ),
    Exemption(
        "third_party",
        "It is about somebody else who does not consent, and giving it without consent is not reasonable. "
        "Professionals acting as such are not normally kept out",
        "Data Protection Act 2018, Schedule 2, Part 3",
        checked=False,
    ),
    Exemption(
        "crime",
        "Giving it would be likely to prejudice preventing or detecting crime, or catching or prosecuting somebody",
        "Data Protection Act 2018, Schedule 2, paragraph 2",
        checked=False,
        told=False,
    ),
    Exemption(
        "privilege",
        "It is covered by legal professional privilege",
        "Data Protection Act 2018, Schedule 2",
        checked=False,
    ),
    Exemption(
        "adoption",
        "It is an adoption record or report",
        "Data Protection Act 2018, Schedule 4",
        checked=False,
        told=False,
    ),
    Exemption(
        "neither",
        "Even to say that it is held would tell: neither confirm nor deny, for a covert source or a safe address",
        "Practice of the police; to be agreed with the hub's adviser",
        checked=False,
        told=False,
    ),
)
_CODES = {each.code for each in EXEMPTIONS}


def due_on(received_on: date) -> date:
    """One month after it came: the same day of the next month, or that month's last (UK GDPR article 12(3))."""
    return _month_on(received_on, 1)


def longest_on(received_on: date) -> date:
    """Two further months where it is complex, told within the first with the reason (UK GDPR article 12(3))."""
    return _month_on(received_on, 3)


def _month_on(day: date, months: int) -> date:
    same = add_months(day, months)
    return same if same.day == day.day else date.fromordinal(same.toordinal() - 1)


def require_can_be_extended(*, received_on: date, already: bool, reason: str, on: date) -> None:
    """Once, within the first month, with a reason.

    Raises:
        RuleBroken: ``access.extended_once``, ``access.extended_in_time`` or ``access.extended_with_a_reason``.
    """
    if already:
        raise RuleBroken("access.extended_once", "The time was extended already; it cannot be extended again.")
    if on > due_on(received_on):
        raise RuleBroken("access.extended_in_time", "The first month is over, so the time cannot be extended any more.")
    if not reason.strip():
        raise RuleBroken("access.extended_with_a_reason", "Enter why it takes longer.", field="reason")


def require_answer(
    answer: str, *, words: str, exemptions: Collection[str], why: str, said_by: str, for_another: bool
) -> None:
    """Whatever is kept back, in part or whole, names its ground; whoever answers for another says who said so.

    Raises:
        RuleBroken: ``access.answer_is_known``, ``access.ground``, ``access.words``, ``access.why``, ``access.said_by``.
    """
    if answer not in ANSWER_WORDS:
        raise RuleBroken("access.answer_is_known", "Say whether it is given.", field="answer")
    if answer != Answer.DISCLOSE and (not exemptions or not set(exemptions) <= _CODES):
        raise RuleBroken("access.ground", "Choose the ground on which it is kept back.", field="exemptions")
    if answer == Answer.REDACT and not words.strip():
        raise RuleBroken("access.words", "Enter the words as they are to be given.", field="words")
    if answer != Answer.DISCLOSE and not why.strip():
        raise RuleBroken("access.why", "Enter why this ground applies here.", field="why")
    if for_another and not said_by.strip():
        raise RuleBroken("access.said_by", "Enter who at the agency said so, and when.", field="said_by")


def require_only_taken_out(original: str, redacted: str) -> None:
    """A redaction takes out and never rewrites: what is left stands in the original, in its order.

    Raises:
        RuleBroken: ``access.only_taken_out``.
    """
    place, whole = 0, _plain(original)
    for part in _plain(redacted).split(TAKEN_OUT):
        words = part.strip()
        found = whole.find(words, place)
        if found < 0:
            raise RuleBroken(
                "access.only_taken_out",
                f"Only take words out and put {TAKEN_OUT} in their place. These are not in the original: "
                f"“{words[:60]}”.",
                field="words",
            )
        place = found + len(words)


def _plain(text: str) -> str:
    return " ".join(text.split())


def require_preparer_is_not_approver(submitted_by: object, actor_id: object) -> None:
    """Whoever prepared the bundle does not approve it.

    Raises:
        RuleBroken: ``access.second_person``.
    """
    if submitted_by == actor_id:
        raise RuleBroken("access.second_person", "You prepared this bundle. Somebody else must look at it and decide.")


def told_exemptions(codes: Iterable[str]) -> tuple[Exemption, ...]:
    """The grounds that the answer may name, in their order, each once."""
    used = set(codes)
    return tuple(each for each in EXEMPTIONS if each.code in used and each.told)


@dataclass(frozen=True)
class Stretch:
    """A part of a text; ``name`` is whose name it may be, empty for the rest."""

    text: str
    name: str = ""


def with_names(text: str, names: Collection[str]) -> tuple[Stretch, ...]:
    """A text with every name in it that is somebody else's pointed out, for whoever prepares. Nothing is taken out.

    Found are whole names and their parts of three letters and more, in any spelling of capitals; a nickname or a
    relationship ("his mother") is not, so reading is not spared.

    Args:
        text: the words.
        names: of everybody else in the family's case, and of professionals.
    """
    parts = {part: name for name in names for part in (name, *name.split()) if len(part) >= 3}
    if not parts:
        return (Stretch(text),)
    longest_first = sorted(parts, key=lambda part: (-len(part), part))
    pattern = re.compile(rf"(?<!\w)({'|'.join(re.escape(part) for part in longest_first)})(?!\w)", re.I)
    whose = {part.casefold(): name for part, name in parts.items()}
    found, place = [], 0
    for match in pattern.finditer(text):
        found += [Stretch(text[place : match.start()]), Stretch(match[0], whose[match[0].casefold()])]
        place = match.end()
    return tuple(each for each in (*found, Stretch(text[place:])) if each.text)


@dataclass(frozen=True)
class Given:
    """One piece as it is given."""

    heading: str
    dated: str
    words: str


@dataclass(frozen=True)
class Bundle:
    """Exactly what is handed over, built from this list of fields and nothing else."""

    hub: str
    reference: str
    about: str
    asked_by: str
    given: tuple[Given, ...]
    grounds: tuple[str, ...]
