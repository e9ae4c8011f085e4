"""What each message says. Doorbells only: a reference and a link, never a name or a fact of a case."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NoReturn
from uuid import UUID

from openmash.core.errors import OpenMashError

# What a message may carry. Both doors put messages in the outbox, and the hub never sends words that were found there.
_REFERENCE = re.compile(r"[A-Z0-9-]{0,20}", re.ASCII)
_PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/)*", re.ASCII)
_DOORS = ("inside", "outside")

MESSAGES_KEPT = timedelta(days=365)
"""How long it stays written down that somebody was rung, after the message was sent."""

RUNG_OUTSIDE = ("referral_received",)
"""The only kinds that the outside door may queue; PostgreSQL holds it to that."""


class NoDoorbell(OpenMashError):
    """What lies in the outbox is not a doorbell, so it is not sent."""

    def __init__(self) -> None:
        super().__init__("A message could not be read, so it was not sent. Tell the hub's administrator.")


@dataclass(frozen=True)
class Doorbell:
    """All that travels in a message: what to quote, and the page that its link leads to at one of our own doors."""

    reference: str
    path: str
    door: str


@dataclass(frozen=True)
class MessageKind:
    """One sort of message; ``subject`` and ``body`` may use {hub}, {reference}, {link} and {checkpoint}."""

    subject: str
    body: str
    foot: str = "\n\nThis message holds nothing about the case. Please do not reply to it with anything that does."


_OPEN = "Sign in to read it:\n{link}"

CHECKPOINT = "checkpoint"

KINDS: dict[str, MessageKind] = {
    "check_asked": MessageKind(
        "{hub}: your agency is asked for information ({reference})",
        "The hub asks what your agency knows. " + _OPEN,
    ),
    "check_chased": MessageKind(
        "{hub}: an answer is awaited ({reference})",
        "The hub is still waiting for your agency's answer. " + _OPEN,
    ),
    "check_reminder": MessageKind(
        "{hub}: an answer is due ({reference})",
        "Your agency has been asked for information and has not answered yet. " + _OPEN,
    ),
    "check_reminder_outside": MessageKind(
        "{hub}: an answer is due ({reference})",
        "Your organisation has been asked for information and has not answered yet. Please use the link in our earlier "
        "message. If you no longer have it, ring the hub:\n{link}",
    ),
    "check_late_manager": MessageKind(
        "{hub}: an answer of your agency stays out ({reference})",
        "Your people have been asked for information and have not answered in time. Please see that they do, or ring "
        "the hub:\n{link}",
    ),
    "check_late_hub": MessageKind(
        "{hub}: an agency has not answered ({reference})",
        "An agency has been reminded and has not answered. " + _OPEN,
    ),
    "direct_late": MessageKind(
        "{hub}: a direct referral has not been taken in ({reference})",
        "It was handed to another agency's system and nobody there has said that they have it. Ring them, or take the "
        "file and carry it over. " + _OPEN,
    ),
    "direct_waits": MessageKind(
        "{hub}: a direct referral waits for your system ({reference})",
        "Your system has not taken in what the hub handed to it. Please see that it does, or ring the hub:\n{link}",
    ),
    "check_link": MessageKind(
        "{hub}: your organisation is asked for information ({reference})",
        "The hub asks what your organisation knows. This link opens the request, works once, and ends after 72 hours:"
        "\n{link}",
    ),
    # A nil return is read by these words; ``checks.rules.mails`` knows them, and a test keeps both in step.
    "check_link_or_mail": MessageKind(
        "{hub}: your organisation is asked for information ({reference})",
        "The hub asks what your organisation knows. This link opens the request, works once, and ends after 72 hours:"
        "\n{link}\n\n"
        "Once you have read the request you can answer this message by secure e-mail instead: from an address of your "
        "organisation, with this message left below what you write. PDF and Word files, pictures, text and saved "
        "e-mails can come with it, five at most.\n\n"
        "If you have nothing to tell us, write one of these by itself on a line, and nothing else but the line below "
        "it:\n"
        "- no trace (none of these people is in your records)\n"
        "- nothing relevant (somebody is, and it does not bear on this)\n"
        "- withheld (with “Speak to:” and whom the hub should ring)\n"
        "- not searched (with “Because:” and why)\n"
        "- system down\n"
        "Below it write “Searched:” and which records you searched, and for whom.",
        "\n\nThis message holds nothing about the case. Answer by secure e-mail only.",
    ),
    "allegation_raised": MessageKind(
        "{hub}: something was raised with the designated officer ({reference})",
        "Something waits for you as designated officer, to be considered within one working day. " + _OPEN,
    ),
    "meeting_called": MessageKind(
        "{hub}: your agency is invited to a meeting ({reference})",
        "The hub calls a meeting and asks your agency to take part. The page says when and where. " + _OPEN,
    ),
    "meeting_link": MessageKind(
        "{hub}: your organisation is invited to a meeting ({reference})",
        "The hub calls a meeting and asks your organisation to take part. Somebody from the hub will ring you to say "
        "when and how to join; you can also ring the hub and quote the reference above.",
    ),
    "meeting_cancelled": MessageKind(
        "{hub}: a meeting was called off ({reference})",
        "A meeting to which your agency was invited does not take place. " + _OPEN,
    ),
    "meeting_action": MessageKind(
        "{hub}: a meeting gave your agency something to do ({reference})",
        "Something was agreed in a meeting that your agency is to do by a certain time. " + _OPEN,
    ),
    "night_handed_over": MessageKind(
        "{hub}: cases are handed over to you for tonight ({reference})",
        "The hub hands over to you what is due before it opens again. Please take it over. " + _OPEN,
    ),
    "release_asked": MessageKind(
        "{hub}: may something of yours leave the hub? ({reference})",
        "The hub asks your agency's agreement before information of yours leaves the sealed room. " + _OPEN,
    ),
    "release_answered": MessageKind(
        "{hub}: an agency has said what may leave the hub ({reference})",
        "The agency that owns it has said whether information of theirs may leave the sealed room. " + _OPEN,
    ),
    "lawful_basis_recorded": MessageKind(
        "{hub}: something of yours may leave the hub without your agreement ({reference})",
        "A manager of the hub has recorded a lawful basis on which information of yours may leave the sealed room "
        "without your agreement, with the reason. " + _OPEN,
    ),
    "special_grant": MessageKind(
        "{hub}: something of yours was opened by a special grant ({reference})",
        "A colleague in the hub has opened restricted information of your agency by a special grant, with the reason. "
        "Somebody else reviews it by the end of the next working day. " + _OPEN,
    ),
    "exception_to_review": MessageKind(
        "{hub}: an exception waits for its review ({reference})",
        "Something was opened by a special grant. It is to be reviewed by the end of the next working day. " + _OPEN,
    ),
    "added_after_decision": MessageKind(
        "{hub}: information came in after a decision ({reference})",
        "An agency put information in the sealed room, or corrected it, after a decision was made. " + _OPEN,
    ),
    "gone_urgently": MessageKind(
        "{hub}: something of yours left the hub urgently ({reference})",
        "A manager of the hub has let information of yours leave the sealed room at once, without waiting for your "
        "agreement. The ground and the reason are recorded. " + _OPEN,
    ),
    "released_urgently": MessageKind(
        "{hub}: an urgent release is to be reviewed ({reference})",
        "A manager has released something alone because it could not wait. Please review it by the end of the next "
        "working day. " + _OPEN,
    ),
    "letter_to_see": MessageKind(
        "{hub}: a letter waits to be seen before it goes ({reference})",
        "Somebody has written to a referrer what came of it. Please see the letter before it goes. " + _OPEN,
    ),
    "letter_returned": MessageKind(
        "{hub}: a letter was returned to you ({reference})",
        "A letter to a referrer that you wrote was returned with what has to change. " + _OPEN,
    ),
    "product_part_wanted": MessageKind(
        "{hub}: your agency's summary and analysis are wanted ({reference})",
        "A product for a receiving team waits for your agency's summary report and analysis. " + _OPEN,
    ),
    "product_for_approval": MessageKind(
        "{hub}: a product waits for your approval ({reference})",
        "Somebody who did not work on it has to read and approve a product before it leaves. " + _OPEN,
    ),
    "product_returned": MessageKind(
        "{hub}: a product was returned to you ({reference})",
        "A product that you worked on was returned with what has to change. " + _OPEN,
    ),
    "product_void": MessageKind(
        "{hub}: a product has to be sent for approval again ({reference})",
        "Something that a product of yours was made from has changed, so its approval does not hold. " + _OPEN,
    ),
    "product_released": MessageKind(
        "{hub}: a case has been passed to your team ({reference})",
        "The hub has passed a case to your team. Please open and acknowledge it. " + _OPEN,
    ),
    "product_recalled": MessageKind(
        "{hub}: something passed to your team is called back ({reference})",
        "The hub has called back a case that it passed to your team. Please read why, and acknowledge it. " + _OPEN,
    ),
    "product_corrected": MessageKind(
        "{hub}: something passed to your team is corrected ({reference})",
        "The hub has corrected a case that it passed to your team. Please read the corrected one, and acknowledge it. "
        + _OPEN,
    ),
    "recall_acknowledged": MessageKind(
        "{hub}: the team knows that {reference} is called back",
        "The receiving team has acknowledged that it no longer holds. " + _OPEN,
    ),
    "product_acknowledged": MessageKind(
        "{hub}: the team has acknowledged {reference}", "The receiving team has acknowledged it. " + _OPEN
    ),
    "team_reported": MessageKind(
        "{hub}: the team has reported on {reference}", "The receiving team has said what came of it. " + _OPEN
    ),
    "passed_to_worker": MessageKind(
        "{hub}: something was passed to a worker of your team ({reference})",
        "The hub has told somebody of your team something about a case that your team has already. If you know nothing "
        "of it, ring the hub and quote the reference above.",
    ),
    "straight_on": MessageKind(
        "{hub}: a case comes straight to your team ({reference})",
        "The hub has told a worker of your team about a case that does not wait for the hub's decision. If you know "
        "nothing of it, ring the hub and quote the reference above.",
    ),
    "routed_to_service": MessageKind(
        "{hub}: somebody was handed on to you ({reference})",
        "The hub has told somebody of your service about a person who is to hear from you. If you know nothing of it, "
        "ring the hub and quote the reference above.",
    ),
    "survey_link": MessageKind(
        "{hub}: what did you think of us?",
        "You were in touch with the hub. A few questions, no name: this link works once, and ends after 28 days. You "
        "need not answer.\n{link}",
    ),
    "referral_received": MessageKind(
        "{hub}: we have received your referral ({reference})",
        "Thank you. We have received your referral. With the receipt code you were given you can see what may be "
        "said of the outcome:\n{link}",
    ),
    "outcome_ready": MessageKind(
        "{hub}: the outcome of your referral ({reference})",
        "There is news of your referral. Use the receipt code you were given to read what may be said:\n{link}",
    ),
    "enquiry_allocated": MessageKind(
        "{hub}: an enquiry is yours now ({reference})",
        "A colleague has said that you hold this enquiry from now on. " + _OPEN,
    ),
    "late_answer_matters": MessageKind(
        "{hub}: a late answer may change a decision ({reference})",
        "An agency answered after the decision and says that it would or might have changed it. " + _OPEN,
    ),
    "agency_feedback": MessageKind(
        "{hub}: what came of it ({reference})",
        "The hub tells the agencies that answered what came of their information. " + _OPEN,
    ),
    "difference_to_settle": MessageKind(
        "{hub}: colleagues do not agree, and it is yours to settle ({reference})",
        "Somebody does not agree with a rating or a decision, and the hub asks you to settle it in time. " + _OPEN,
    ),
    "difference_moved_up": MessageKind(
        "{hub}: what you raised has moved up ({reference})",
        "Nobody settled in time what you raised, so it has moved up to the next step by itself. " + _OPEN,
    ),
    "difference_settled": MessageKind(
        "{hub}: what you raised is settled ({reference})",
        "What you raised is settled. If you still do not agree you may take it further. " + _OPEN,
    ),
    CHECKPOINT: MessageKind(
        "{hub}: a checkpoint of the log ({reference})",
        "Please keep this message where nobody in the hub can reach it. It is what the hub has signed of its log: how "
        "many events it holds, and a number that changes when any of them does; then the same of your agency’s own "
        "part.\n\n{checkpoint}\nHow to check the log with it:\n{link}",
    ),
}


def words(kind: str, *, hub: str, reference: str, link: str, checkpoint: str = "") -> tuple[str, str]:
    """Subject and body of a message.

    Args:
        kind: which.
        hub: its name.
        reference: what people may quote.
        link: where it leads.
        checkpoint: what the hub signed of its log, for the one kind that carries it.

    Raises:
        KeyError: there is no such kind (a programmer's error).
    """
    message = KINDS[kind]
    filled = {"hub": hub, "reference": reference, "link": link, "checkpoint": checkpoint}
    return message.subject.format(**filled), (message.body + message.foot).format(**filled)


def letter_of(doorbell: Doorbell) -> dict[str, Any]:
    """A message as it lies in the outbox.

    Raises:
        NoDoorbell: its reference or path is not one (a programmer's error where we write it ourselves).
    """
    return {"reference": doorbell.reference, "path": doorbell.path, "door": doorbell.door} if _fits(doorbell) else _no()


def read_letter(letter: dict[str, Any]) -> Doorbell:
    """A message out of the outbox. Anybody who took over a door may have put it there, so nothing in it is trusted.

    Raises:
        NoDoorbell: it is not one.
    """
    doorbell = Doorbell(*(letter.get(key) for key in ("reference", "path", "door")))  # type: ignore[arg-type]
    return doorbell if _fits(doorbell) else _no()


def _fits(doorbell: Doorbell) -> bool:
    return (
        isinstance(doorbell.reference, str)
        and isinstance(doorbell.path, str)
        and _REFERENCE.fullmatch(doorbell.reference) is not None
        and _PATH.fullmatch(doorbell.path) is not None
        and doorbell.door in _DOORS
    )


def _no() -> NoReturn:
    raise NoDoorbell


def place_of(hub_id: UUID, message_id: UUID) -> str:
    """What a message's ciphertext is bound to: its own row, so that it opens in no other."""
    return f"notifications_message|{hub_id}|{message_id}"
