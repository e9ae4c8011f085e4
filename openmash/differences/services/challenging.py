"""A referrer does not agree with what their receipt says: sent at the outside door, dealt with by a person inside.

The clockwork takes it in and decides nothing. Somebody of the hub raises it on the hub's ladder, or answers it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from openmash.access import Actor, Permission, Role, has, require
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.core import envelopes, letters
from openmash.decisions import services as decision_services
from openmash.differences import queries, rules
from openmash.differences.errors import NoSuchChallenge
from openmash.differences.models import About, Challenge
from openmash.differences.rules import DifferenceTold
from openmash.differences.services.raising import ERASED, raise_
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.sealed import queries as sealed_queries

_CANNOT_BE_KEPT = "Something in it cannot be kept. Tell the hub's administrator."


@transaction.atomic
def challenge(*, hub_id: UUID, code: str, why: str, at: datetime) -> None:
    """Say, at the outside door, that one does not agree with what the receipt says now.

    Sent twice about the same words, it arrives once. Encrypted to the hub: this door cannot read it back.

    Args:
        hub_id: the hub.
        code: the receipt's.
        why: in the referrer's words.
        at: now.

    Raises:
        CodeNotFound: no form was sent under that code.
        RuleBroken: ``differences.challenged_once_told``, ``differences.challenged_by_telephone``,
            ``differences.challenge_says_why``, ``differences.words_fit``.
    """
    receipt = contact_services.receipt(hub_id=hub_id, code=code)
    rules.require_something_said(is_news=receipt.is_news)
    rules.require_open_to_referrers(hub_queries.model_of(hub_id, at))
    rules.require_challenge(why)
    challenge_id = uuid4()
    ciphertext = envelopes.post(
        {"why": why.strip()},
        public_key=hub_queries.hub(hub_id).intake_public_key,
        context=_place(hub_id, challenge_id),
    )
    row = Challenge(id=challenge_id, hub_id=hub_id, receipt_hash=contact_services.receipt_hash(code))
    row.said_at, row.ciphertext, row.sent_at = receipt.said_at, ciphertext, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # sent twice: the first one arrived
        return
    referrer = Actor(id=challenge_id, name="Referrer", hub_id=hub_id, role=Role.REFERRER)
    audit.record("challenge.sent", actor=referrer, at=at, about=("challenge", challenge_id))


def take_in_challenges(*, hub_id: UUID, at: datetime) -> int:
    """Take in what referrers sent, each in a transaction of its own; what cannot be read stays, with the reason.

    Returns:
        How many were taken in.
    """
    waiting = Challenge.objects.filter(hub_id=hub_id, taken_in_at=None, failed_because="").order_by("sent_at")
    return sum(_take_in(each, hub_id, at) for each in list(waiting.values_list("id", flat=True)))


@transaction.atomic
def take_up(*, challenge_id: UUID, subject_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Raise it for whoever referred, on the hub's ladder: the decision about one child or adult is looked at again.

    Returns:
        The id of the difference.

    Raises:
        Refused, NotFound, KeptOut, RuleBroken (``differences.challenge_dealt_with_once``, and those of ``raise_``).
    """
    row = _lock(challenge_id, actor)
    told = DifferenceTold(About.DECISION, row.why)
    difference_id = raise_(subject_id=subject_id, told=told, actor=actor, at=at, contact_id=row.contact_id)
    row.difference_id = difference_id
    _deal_with(row, actor, at)
    audit.record("challenge.taken_up", actor=actor, at=at, about=("challenge", row.id))
    return difference_id


@transaction.atomic
def answer_challenge(*, challenge_id: UUID, said: str, actor: Actor, at: datetime) -> UUID | None:
    """Answer whoever referred without raising a difference; they read it with their receipt code.

    Where the hub has a second person see what is written to referrers, that holds for this too.

    Args:
        challenge_id: what they sent.
        said: word for word. It leaves the hub: nothing sealed may be in it.
        actor: who answers.
        at: when.

    Returns:
        The letter that was written, where somebody else sees it before it goes.

    Raises:
        Refused, NotFound, KeptOut, RuleBroken (``differences.challenge_dealt_with_once``,
            ``differences.challenger_is_told``, ``sealed.told_…``, and those of ``decisions.services.write_letter``).
    """
    row = _lock(challenge_id, actor)
    rules.require_answered(said)
    assert row.contact_id is not None  # noqa: S101 - a challenge that was taken in has its contact
    letter_id = _tell(row.contact_id, said.strip(), actor=actor, at=at)
    _deal_with(row, actor, at)
    audit.record("challenge.answered", actor=actor, at=at, about=("challenge", row.id))
    return letter_id


@transaction.atomic
def erase_challenges(*, contact_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Blank what referrers wrote about contacts whose time is over; returns how many."""
    require(has(actor, Permission.MANAGE_RECORDS))
    rows = Challenge.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids)
    return rows.update(why=ERASED, ciphertext=b"")


def _tell(contact_id: UUID, said: str, *, actor: Actor, at: datetime) -> UUID | None:
    enquiry_id = enquiry_queries.enquiry_of_contact(contact_id, actor=actor)
    if enquiry_id is not None:
        letters_rule = enquiry_queries.model_for(enquiry_id, actor=actor).referrer_letters
        if letters_rule is not None and letters_rule.second_eyes:
            return decision_services.write_letter(
                enquiry_id=enquiry_id, contact_id=contact_id, said=said, actor=actor, at=at
            )
        sealed_queries.require_told_gives_nothing_away(enquiry_id, said=said, field="said", actor=actor, at=at)
    contact_services.say_to_referrer(contact_id=contact_id, said=said, actor=actor, at=at)
    return None


def _take_in(challenge_id: UUID, hub_id: UUID, at: datetime) -> int:
    with transaction.atomic():
        rows = Challenge.objects.select_for_update(skip_locked=True)
        row = rows.filter(hub_id=hub_id, id=challenge_id, taken_in_at=None).first()
        if row is None:  # another worker has it
            return 0
        because = letters.failure_of(lambda: _read(row), letter_id=row.id, otherwise=_CANNOT_BE_KEPT)
        row.taken_in_at, row.failed_because = None if because else at, because
        row.save()
        if because:
            return 0
        clockwork = account_queries.system_actor(hub_id)
        audit.record("challenge.taken_in", actor=clockwork, at=at, about=("challenge", row.id))
        return 1


def _read(row: Challenge) -> None:
    key = hub_services.intake_private_key(row.hub_id)
    posted = envelopes.take_in(bytes(row.ciphertext), private_key=key, context=_place(row.hub_id, row.id))
    why = posted["why"]
    rules.require_challenge(why)
    contact_id = contact_queries.contact_of_receipt(row.receipt_hash, hub_id=row.hub_id)
    if contact_id is None:  # its time is over, and the receipt's with it
        raise NoSuchChallenge
    row.contact_id, row.why, row.ciphertext = contact_id, why, b""


def _lock(challenge_id: UUID, actor: Actor) -> Challenge:
    queries.require_challenge(challenge_id, actor=actor)
    row = Challenge.objects.select_for_update().get(hub_id=actor.hub_id, id=challenge_id)
    rules.require_not_dealt_with(row.dealt_with_at is not None)
    return row


def _deal_with(row: Challenge, actor: Actor, at: datetime) -> None:
    row.dealt_with_at, row.dealt_with_by, row.dealt_with_by_name = at, actor.id, actor.name
    row.save()


def _place(hub_id: UUID, challenge_id: UUID) -> str:
    return f"differences_challenge|{hub_id}|{challenge_id}|ciphertext"
