"""Letters to whoever referred: written from the decision, seen by a second person where the hub says so, and sent."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.decisions import permissions, rules
from openmash.decisions.errors import LetterNotFound
from openmash.decisions.models import Letter
from openmash.decisions.services.deciding import enquiry_to_tell_of, say_to_referrer
from openmash.decisions.states import LETTER
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import ReferrerLettersRule
from openmash.notifications import services as notifications
from openmash.sealed import queries as sealed_queries


@transaction.atomic
def write_letter(*, enquiry_id: UUID, contact_id: UUID, said: str, actor: Actor, at: datetime) -> UUID:
    """Write to whoever raised a contact. It goes at once, or once a second person has seen it, as the hub's model says.

    Args:
        enquiry_id: the enquiry that was decided.
        contact_id: one of its contacts.
        said: what came of it, word for word; the rest of the letter is the hub's own.
        actor: who writes it; business support may.
        at: when.

    Returns:
        The letter's id.

    Raises:
        NotFound, Refused, RuleBroken (``decisions.hub_writes_letters``, ``decisions.told_after_the_decision``,
        ``decisions.one_letter_waits``, ``decisions.telling_says_something``, ``sealed.told_…``).
    """
    enquiry = enquiry_to_tell_of(enquiry_id, actor)
    letters = rules.require_letters(enquiry_queries.model_for(enquiry_id, actor=actor))
    if contact_id not in enquiry.contacts:
        raise NotFound("That contact does not belong to this enquiry.")
    rules.require_words(said)
    sealed_queries.require_told_gives_nothing_away(enquiry_id, said=said, actor=actor, at=at)
    row = Letter(hub_id=actor.hub_id, enquiry_id=enquiry_id, contact_id=contact_id, said=said, state=LETTER.initial)
    row.written_at, row.written_by, row.written_by_name = at, actor.id, actor.name
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # one waits; the database keeps it, so that two in the same moment cannot both
        rules.require_no_letter_waiting(waits=_waits(contact_id, actor))
        raise
    audit.record("letter.written", actor=actor, at=at, about=("letter", row.id), enquiry_id=enquiry_id)
    if letters.second_eyes:
        _ring(row, letters, enquiry.reference, at)
    else:
        _send(row, actor=actor, at=at)
    return row.id


@transaction.atomic
def send_letter(*, letter_id: UUID, actor: Actor, at: datetime) -> None:
    """The second person has seen a letter, and it goes.

    What was sealed since it was written is compared with it once more.

    Raises:
        NotFound, Refused, RuleBroken (``letter.send``, ``decisions.letter_seen_by_…``, ``sealed.told_…``).
    """
    row = _locked(letter_id, actor)
    _require_may_see(row, actor)
    _send(row, actor=actor, at=at)


@transaction.atomic
def return_letter(*, letter_id: UUID, why: str, actor: Actor, at: datetime) -> None:
    """The second person returns a letter; whoever wrote it, or a colleague, writes another.

    Raises:
        NotFound, Refused, RuleBroken (``letter.return``, ``decisions.letter_seen_by_…``,
        ``decisions.letter_returned_with_a_reason``).
    """
    row = _locked(letter_id, actor)
    _require_may_see(row, actor)
    row.state = LETTER.move(row.state, "return")
    rules.require_why_returned(why)
    row.why_returned = why.strip()
    _seen(row, actor, at)
    audit.record("letter.returned", actor=actor, at=at, about=("letter", row.id), enquiry_id=row.enquiry_id)
    notifications.queue(
        "letter_returned",
        hub_id=row.hub_id,
        to=account_queries.addresses(row.hub_id, user_id=row.written_by),
        about_id=row.id,
        at=at,
        reference=str(row.id)[:8].upper(),
        path=f"/letters/{row.id}/",
    )


def _waits(contact_id: UUID, actor: Actor) -> bool:
    return Letter.objects.filter(hub_id=actor.hub_id, contact_id=contact_id, state=LETTER.initial).exists()


def _send(row: Letter, *, actor: Actor, at: datetime) -> None:
    row.state = LETTER.move(row.state, "send")
    say_to_referrer(enquiry_id=row.enquiry_id, contact_id=row.contact_id, said=row.said, actor=actor, at=at)
    _seen(row, actor, at)
    audit.record("letter.sent", actor=actor, at=at, about=("letter", row.id), enquiry_id=row.enquiry_id)


def _seen(row: Letter, actor: Actor, at: datetime) -> None:
    row.seen_at, row.seen_by, row.seen_by_name = at, actor.id, actor.name
    row.save(update_fields=["state", "why_returned", "seen_at", "seen_by", "seen_by_name"])


def _require_may_see(row: Letter, actor: Actor) -> None:
    permissions.require_can_tell(actor)
    model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
    rules.require_may_see_letters(rules.require_letters(model), actor.role)
    rules.require_seen_by_another(actor_id=actor.id, written_by=row.written_by)


def _locked(letter_id: UUID, actor: Actor) -> Letter:
    row = Letter.objects.select_for_update().filter(hub_id=actor.hub_id, id=letter_id).first()
    if row is None:
        raise LetterNotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return row


def _ring(row: Letter, letters: ReferrerLettersRule, reference: str, at: datetime) -> None:
    to = account_queries.addresses(row.hub_id, roles=letters.roles)
    own = set(account_queries.addresses(row.hub_id, user_id=row.written_by))
    notifications.queue(
        "letter_to_see",
        hub_id=row.hub_id,
        to=[each for each in to if each not in own],
        about_id=row.id,
        at=at,
        reference=reference,
        path=f"/letters/{row.id}/",
    )
