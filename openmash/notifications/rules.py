"""What each message says. Doorbells only: a reference and a link, never a name or a fact of a case."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class MessageKind:
    """One sort of message; ``subject`` and ``body`` may use {hub}, {reference} and {link}."""

    subject: str
    body: str


_OPEN = "Sign in to read it:\n{link}"
_FOOT = "\n\nThis message holds nothing about the case. Please do not reply to it with anything that does."

KINDS: dict[str, MessageKind] = {
    "check_asked": MessageKind(
        "{hub}: your agency is asked for information ({reference})",
        "The hub asks what your agency knows. " + _OPEN,
    ),
    "check_chased": MessageKind(
        "{hub}: an answer is awaited ({reference})",
        "The hub is still waiting for your agency's answer. " + _OPEN,
    ),
    "check_link": MessageKind(
        "{hub}: your organisation is asked for information ({reference})",
        "The hub asks what your organisation knows. This link opens the request, works once, and ends after 72 hours:"
        "\n{link}",
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
    "added_after_decision": MessageKind(
        "{hub}: information came in after a decision ({reference})",
        "An agency put information in the sealed room, or corrected it, after a decision was made. " + _OPEN,
    ),
    "product_released": MessageKind(
        "{hub}: a case has been passed to your team ({reference})",
        "The hub has passed a case to your team. Please open and acknowledge it. " + _OPEN,
    ),
    "product_acknowledged": MessageKind(
        "{hub}: the team has acknowledged {reference}", "The receiving team has acknowledged it. " + _OPEN
    ),
    "team_reported": MessageKind(
        "{hub}: the team has reported on {reference}", "The receiving team has said what came of it. " + _OPEN
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
    "late_answer_matters": MessageKind(
        "{hub}: a late answer may change a decision ({reference})",
        "An agency answered after the decision and says that it would or might have changed it. " + _OPEN,
    ),
    "agency_feedback": MessageKind(
        "{hub}: what came of it ({reference})",
        "The hub tells the agencies that answered what came of their information. " + _OPEN,
    ),
}


def words(kind: str, *, hub: str, reference: str, link: str) -> tuple[str, str]:
    """Subject and body of a message.

    Raises:
        KeyError: there is no such kind (a programmer's error).
    """
    message = KINDS[kind]
    filled = {"hub": hub, "reference": reference, "link": link}
    return message.subject.format(**filled), (message.body + _FOOT).format(**filled)


def place_of(hub_id: UUID, message_id: UUID) -> str:
    """What a message's ciphertext is bound to: its own row, so that it opens in no other."""
    return f"notifications_message|{hub_id}|{message_id}"
