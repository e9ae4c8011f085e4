"""When an agency may be asked, and what an answer must say. Plain Python; each rule says where it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openmash.core.errors import RuleBroken

# How long a one-time link opens: over a weekend and a bank holiday, and no longer (mission, "Virtual partner").
LINK_LASTS = timedelta(hours=72)
MOST_ITEMS = 8
LONGEST_REFERENCE = 100
"""Of an agency's own reference of a person."""
MOST_FILES_SENT = 20  # through one link, those that were taken off again included
FILES_WAIT = timedelta(days=4)
"""How long a file waits for its reply: the link itself lasts three days."""
# A letter is kept beside the answer made of it for when something went wrong; a link, to show that it was used once.
LETTERS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=365)

NO_TRACE, NOTHING_RELEVANT, WITHHELD = "no_trace", "nothing_relevant", "withheld"
NOT_SEARCHED, SYSTEM_DOWN = "not_searched", "system_down"
NIL_WORDS = {
    NO_TRACE: "No trace of these people",
    NOTHING_RELEVANT: "Known, nothing relevant",
    WITHHELD: "Information withheld: speak to the person named",
    NOT_SEARCHED: "Not searched, for the reason given",
    SYSTEM_DOWN: "Our system was down",
}
LATE_WORDS = {
    "no": "It would not have changed the decision",
    "yes": "It would have changed the decision",
    "unsure": "It might have changed the decision",
}
# The answers after which whoever decided must look again.
MATTERS = frozenset({"yes", "unsure"})


@dataclass(frozen=True)
class NilTold:
    """A signed answer without information.

    Args:
        nil_return: one of ``models.NilReturn``.
        searched: which records were searched, and for whom.
        explanation: whom to speak to (withheld), or why nothing was searched (not searched).
    """

    nil_return: str
    searched: str
    explanation: str = ""


@dataclass(frozen=True)
class LateTold:
    """What an answer that comes after the decision says of it.

    Args:
        effect: one of ``models.LateEffect``.
        why: in words; needed unless it would not have changed it.
    """

    effect: str
    why: str = ""


@dataclass(frozen=True)
class ItemInReply:
    """One item of information as a virtual partner wrote it; the codes are those of the sealed room."""

    text: str
    source_kind: str
    leave: str
    fact_on: date | None = None
    sensitivity: str = "hub"
    handling: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReplyTold:
    """What a virtual partner sends through a one-time link.

    Args:
        name: of whoever answers.
        role: their post, "headteacher".
        nil: the nil return, when they send no information.
        searched: which records they searched.
        items: the information, when there is any.
        late: when the request itself said that a decision had been made: whether the answer would have changed it.
    """

    name: str
    role: str
    nil: NilTold | None
    searched: str
    items: tuple[ItemInReply, ...] = ()
    late: LateTold | None = None


# Whoever answers through a link may not know that a decision was made while it lay in their inbox, so nobody could
# ask them: the hub itself must look.
NOT_ASKED = LateTold("unsure", "They answered through a one-time link and could not be asked. Please look at it.")


def require_agencies(chosen: Sequence[object]) -> None:
    """A request goes to at least one agency."""
    if not chosen:
        raise RuleBroken("checks.asks_an_agency", "Choose at least one agency to ask.", field="agencies")


def require_question(question: str) -> None:
    """An agency is asked something: about whom, and what the hub needs to know, no more (proportionate request)."""
    if not question.strip():
        raise RuleBroken("checks.asks_a_question", "Say what you ask the agencies.", field="question")


def require_enquiry_open(*, is_open: bool, reference: str) -> None:
    """Agencies are asked for an open enquiry only."""
    if not is_open:
        raise RuleBroken("checks.enquiry_is_open", f"Enquiry {reference} is closed. Reopen it before asking agencies.")


def require_rated(rating: str) -> None:
    """The rating sets the agencies' deadline, so somebody must be rated before anybody is asked."""
    if not rating:
        raise RuleBroken("checks.rated_first", "Rate the child first: the rating sets the time the agencies have.")


def require_not_asked_already(names: Iterable[str]) -> None:
    """One open request an agency; a second would split its answer."""
    waiting = list(names)
    if waiting:
        raise RuleBroken(
            "checks.one_open_check_an_agency",
            f"{', '.join(waiting)}: already asked and not answered yet. Chase them instead.",
            field="agencies",
        )


def require_joined(not_yet: Mapping[str, str]) -> None:
    """Agencies are asked from the day on which the operating model says that they join, and not before.

    Source: Home Office (2014), Multi Agency Working and Information Sharing Project: Dartford and Gravesend, "starting
    small and developing a wholly committed team".

    Args:
        not_yet: by the agency's name, from when it is asked; empty where it is asked now.
    """
    waiting = [f"{name} ({since})" for name, since in not_yet.items() if since]
    if waiting:
        raise RuleBroken(
            "checks.agency_has_joined",
            f"Not part of this hub today: {', '.join(waiting)}. Ask the others, or telephone them.",
            field="agencies",
        )


def require_address(agencies_without: Iterable[str]) -> None:
    """A virtual partner is asked by e-mail; without an address the request would go nowhere and nobody would know."""
    names = list(agencies_without)
    if names:
        raise RuleBroken(
            "checks.virtual_partner_has_an_address",
            f"There is no e-mail address for {', '.join(names)}. Ask your administrator to add one, or telephone them.",
            field="agencies",
        )


def require_unanswered(*, waiting: bool, agency: str) -> None:
    """Only an open request can be chased."""
    if not waiting:
        raise RuleBroken(
            "checks.chases_an_open_check", f"There is nothing to chase: {agency} is not being asked any more."
        )


def require_nil(told: NilTold) -> None:
    """A nil return says which kind it is and what it rests on; an empty one is worth nothing to whoever decides.

    Raises:
        RuleBroken: ``checks.nil_return_is_one_of_five``, ``checks.withheld_says_whom_to_speak_to``,
            ``checks.not_searched_says_why`` or ``checks.says_what_was_searched``.
    """
    if told.nil_return not in NIL_WORDS:
        raise RuleBroken("checks.nil_return_is_one_of_five", "Choose what you found.", field="nil_return")
    if told.nil_return == WITHHELD and not told.explanation.strip():
        raise RuleBroken(
            "checks.withheld_says_whom_to_speak_to",
            "Say whom the hub should speak to about what you cannot write here: name, post and telephone number.",
            field="explanation",
        )
    if told.nil_return == NOT_SEARCHED:
        if not told.explanation.strip():
            raise RuleBroken(
                "checks.not_searched_says_why", "Say why your records were not searched.", field="explanation"
            )
        return
    require_searched(told.searched, system_down=told.nil_return == SYSTEM_DOWN)


def require_searched(searched: str, *, system_down: bool = False) -> None:
    """Every answer says where was looked: "no trace" of a name nobody searched for has cost lives."""
    if not searched.strip():
        words = "Say which system was down." if system_down else "Say which records you searched, and for whom."
        raise RuleBroken("checks.says_what_was_searched", words, field="searched")


def require_late_effect(*, decided: bool, late: LateTold | None) -> None:
    """After a decision an answer says whether it would have changed it: it cannot be filed silently.

    Args:
        decided: whether there is a decision about any child or adult of the enquiry.
        late: what the answer says of it.
    """
    if not decided:
        return
    if late is None or late.effect not in LATE_WORDS:
        raise RuleBroken(
            "checks.late_answer_says_its_effect",
            "A decision has been made without your answer. Say whether your answer would have changed it.",
            field="late_effect",
        )
    if late.effect in MATTERS and not late.why.strip():
        raise RuleBroken(
            "checks.late_effect_says_why",
            "Say what in your answer would or might have changed the decision.",
            field="late_why",
        )


def require_link_open(*, usable: bool, telephone: str) -> None:
    """A one-time link opens until it is used, replaced or 72 hours old; which of these it was is not said."""
    if not usable:
        raise RuleBroken(
            "checks.link_is_open",
            "This link cannot be used any more. It may have been answered already, or a newer one may have been sent. "
            f"If you still have something to tell us, please ring us on {telephone}. Thank you.",
        )


def require_reply(told: ReplyTold, *, decided: bool) -> None:
    """What a virtual partner sends is signed, and is either information or a nil return.

    Args:
        told: the reply.
        decided: whether the request said that a decision had been made; then the reply says what it does to it.

    Raises:
        RuleBroken: ``checks.reply_is_signed``, ``checks.reply_has_an_answer``, ``checks.item_has_words``, or a rule of
            ``require_nil``, ``require_searched`` or ``require_late_effect``.
    """
    require_late_effect(decided=decided, late=told.late)
    for field, words, value in (("name", "name", told.name), ("role", "job or post", told.role)):
        if not value.strip():
            raise RuleBroken("checks.reply_is_signed", f"Enter your {words}.", field=field)
    if told.nil is not None:
        require_nil(told.nil)
        return
    if len(told.items) > MOST_ITEMS:
        raise RuleBroken("checks.reply_is_short", f"Write at most {MOST_ITEMS} items.", field="text")
    if not told.items:
        raise RuleBroken(
            "checks.reply_has_an_answer",
            "Say that you have nothing, or write down what you know.",
            field="found",
        )
    if any(not item.text.strip() for item in told.items):
        raise RuleBroken("checks.item_has_words", "Write down what you know.", field="text")
    require_searched(told.searched)


def require_few_files(number: int) -> None:
    """A link takes a few files, not an archive; those that were taken off again count too."""
    if number > MOST_FILES_SENT:
        raise RuleBroken(
            "checks.few_files_through_a_link",
            f"No more than {MOST_FILES_SENT} files can be sent through one link. Ring the hub about the others.",
            field="files",
        )


def letter_of(told: ReplyTold) -> dict[str, object]:
    """A reply as plain JSON values, to be encrypted to the hub; the sealed room reads it by these names."""
    nil, late = told.nil, told.late
    return {
        "name": told.name.strip(),
        "role": told.role.strip(),
        "nil_return": nil.nil_return if nil else "",
        "searched": (nil.searched if nil else told.searched).strip(),
        "explanation": nil.explanation.strip() if nil else "",
        "items": [_item(item, professional=f"{told.name.strip()}, {told.role.strip()}") for item in told.items],
        "late_effect": late.effect if late else "",
        "late_effect_why": late.why.strip() if late else "",
    }


def told_in(letter: Mapping[str, object]) -> ReplyTold:
    """A reply out of its plain values.

    Raises:
        RuleBroken: ``checks.reply_can_be_read``, when it does not have the shape that ``letter_of`` gives it.
    """
    try:
        return _told_in(letter)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleBroken("checks.reply_can_be_read", "This reply is not in the form the hub sends out.") from error


def _told_in(letter: Mapping[str, object]) -> ReplyTold:
    items = letter["items"]
    if not isinstance(items, list):
        raise TypeError("items must be a list")
    nil, late = str(letter["nil_return"]), str(letter["late_effect"])
    searched = str(letter["searched"])
    return ReplyTold(
        name=str(letter["name"]),
        role=str(letter["role"]),
        nil=NilTold(nil, searched, str(letter["explanation"])) if nil else None,
        searched=searched,
        items=tuple(
            ItemInReply(
                text=str(item["text"]),
                source_kind=str(item["source_kind"]),
                leave=str(item["leave"]),
                fact_on=date.fromisoformat(item["fact_on"]) if item["fact_on"] else None,
                sensitivity=str(item["sensitivity"]),
                handling=str(item["handling"]),
                files=tuple(str(each) for each in item.get("files", ())),
            )
            for item in items
        ),
        late=LateTold(late, str(letter["late_effect_why"])) if late else None,
    )


def _item(item: ItemInReply, *, professional: str) -> dict[str, object]:
    return {
        "text": item.text.strip(),
        "source_kind": item.source_kind,
        "sensitivity": item.sensitivity,
        "leave": item.leave,
        "fact_on": item.fact_on.isoformat() if item.fact_on else "",
        "handling": item.handling.strip(),
        "professional": professional,
        "files": list(item.files),
    }


def default_question(people: Sequence[str], others: Sequence[str]) -> str:
    """What the hub asks unless somebody writes something better: no more than is needed to find and weigh.

    Args:
        people: the children and adults it is about, each with how to find them ("Ada Wren, born 3 March 2020").
        others: who else is in the picture.
    """
    lines = ["What do you know that bears on the safety and welfare of:", *(f"- {line}" for line in people)]
    if others:
        lines += ["and of these people around them:", *(f"- {line}" for line in others)]
    lines.append(
        "Please tell us what is relevant and proportionate, with the date of each fact, and what you searched."
    )
    return "\n".join(lines)


def require_own_reference(reference: str) -> None:
    """Which of an agency's records somebody is, is said by that record's own reference."""
    if not reference.strip():
        raise RuleBroken(
            "checks.own_record_has_a_reference", "Enter your own reference of the record.", field="reference"
        )
    if len(reference.strip()) > LONGEST_REFERENCE or not reference.isprintable():
        raise RuleBroken(
            "checks.own_reference_is_short",
            f"Enter {LONGEST_REFERENCE} characters or fewer, all of them printable.",
            field="reference",
        )


def require_not_both(*, some: bool, none: bool) -> None:
    """Somebody is not one of an agency's records and none of them at once."""
    if some and none:
        raise RuleBroken(
            "checks.found_or_not_found",
            "Your agency has said the opposite about this person. Take that back first.",
        )
