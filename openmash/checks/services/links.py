"""One-time links for virtual partners: sent from inside, opened and answered at the outside door.

What the link asks is encrypted under the code in the link itself; the database keeps the code's hash. What comes back
is encrypted to the hub, so that the door that took it in cannot read it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from openmash.access import Actor, Role
from openmash.agencies.queries import AgencyView
from openmash.audit import services as audit
from openmash.checks import queries, rules
from openmash.checks.models import Check, Invitation, Reply
from openmash.clocks.wording import moment_in_words
from openmash.core import envelopes
from openmash.core.ids import code_hash, new_code
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications

_PURPOSE = "check-invitation"
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class InvitationView:
    """What a virtual partner is asked.

    Args:
        people: how to find each of those it is about, a line each.
        due_words: by when, as people say it.
        decided: whether the hub had made a decision when it asked.
    """

    agency_name: str
    question: str
    people: tuple[str, ...]
    due_words: str
    reference: str
    expires_at: datetime
    decided: bool


def send_link(row: Check, *, agency: AgencyView, reference: str, actor: Actor, at: datetime) -> None:
    """Write a new link for a request and queue the e-mail that carries it; an earlier link stops working.

    Args:
        row: the request, locked or just made.
        agency: the virtual partner.
        reference: the enquiry's, all that the e-mail says of the case.
        actor: who asks or chases.
        at: when.
    """
    cancel_links(row, at)
    hub = hub_queries.hub(actor.hub_id)
    code, invitation_id = new_code(), uuid4()
    letter = _letter(row, agency, reference, actor)
    Invitation.objects.create(
        id=invitation_id,
        hub_id=actor.hub_id,
        check_ref=row.id,
        code_hash=code_hash(code, purpose=_PURPOSE),
        ciphertext=envelopes.close_with_code(letter, code=code, context=_context(actor.hub_id, invitation_id)),
        sent_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    audit.record("check.link_sent", actor=actor, at=at, about=("check", row.id), enquiry_id=row.enquiry_id)
    notifications.queue(
        "check_link_or_mail" if hub_queries.model_of(actor.hub_id, at).answers_by_mail else "check_link",
        hub_id=actor.hub_id,
        to=[agency.email],
        about_id=row.id,
        at=at,
        reference=reference,
        path=f"/{hub.slug}/answer/{code}/",
        door="outside",
    )


def cancel_links(row: Check, at: datetime) -> None:
    """Whatever link to this request is still open stops working."""
    open_links = Invitation.objects.filter(hub_id=row.hub_id, check_ref=row.id, used_at=None, cancelled_at=None)
    open_links.update(cancelled_at=at)


@transaction.atomic
def invitation(*, hub_id: UUID, code: str, at: datetime) -> InvitationView:
    """What is asked, for whoever holds the link; that it was opened is written down first. Outside door.

    Args:
        hub_id: the hub in the link's address.
        code: the code in the link, as typed or clicked.
        at: when it is opened.

    Raises:
        RuleBroken: ``checks.link_is_open``, in the same words whether it was used, replaced, too old or never sent.
    """
    _, letter, partner = opened(hub_id, code, at)
    record_by_partner("check.link_opened", letter, partner, at)
    return InvitationView(
        agency_name=letter["agency_name"],
        question=letter["question"],
        people=tuple(letter["people"]),
        due_words=letter["due_words"],
        reference=letter["reference"],
        expires_at=datetime.fromisoformat(letter["expires_at"]),
        decided=letter["decided"],
    )


@transaction.atomic
def reply(*, hub_id: UUID, code: str, letter: Mapping[str, object], at: datetime) -> None:
    """Take in a virtual partner's answer, once, encrypted to the hub on arrival. Outside door.

    Args:
        hub_id: the hub in the link's address.
        code: the code in the link.
        letter: the answer, as ``rules.letter_of`` writes it.
        at: when it is sent.

    Raises:
        RuleBroken: ``checks.link_is_open``, or a rule of ``rules.require_reply``.
    """
    link, asked, partner = opened(hub_id, code, at)
    told = rules.told_in(letter)
    rules.require_reply(told, decided=asked["decided"])
    reply_id = uuid4()
    Reply.objects.create(
        id=reply_id,
        hub_id=hub_id,
        invitation=link,
        ciphertext=envelopes.post(
            rules.letter_of(told),
            public_key=hub_queries.hub(hub_id).intake_public_key,
            context=queries.reply_context(hub_id, reply_id),
        ),
        sent_at=at,
    )
    link.used_at = at
    link.save(update_fields=["used_at"])
    record_by_partner("check.reply_sent", asked, partner, at)


def _letter(row: Check, agency: AgencyView, reference: str, actor: Actor) -> envelopes.Letter:
    enquiry = enquiry_queries.enquiry(row.enquiry_id, actor=actor)
    return {
        "agency_id": str(agency.id),
        "agency_name": agency.name,
        "domain": agency.email.rpartition("@")[2].lower(),
        "check_id": str(row.id),
        "enquiry_id": str(row.enquiry_id),
        "question": row.question,
        # Where they live stands in the question, if whoever asks leaves it there: nothing is printed by default.
        "people": [enquiry_queries.how_to_find(s.person, with_address=False) for s in enquiry.subjects],
        "due_words": moment_in_words(row.due_at, _LONDON),
        "reference": reference,
        "decided": any(s.decided for s in enquiry.subjects),
    }


def opened(hub_id: UUID, code: str, at: datetime) -> tuple[Invitation, envelopes.Letter, Actor]:
    """The link, locked, with what it asks and who holds it."""
    found = Invitation.objects.select_for_update().filter(hub_id=hub_id, code_hash=code_hash(code, purpose=_PURPOSE))
    link = found.first()
    usable = link is not None and link.used_at is None and link.cancelled_at is None and at < link.expires_at
    rules.require_link_open(usable=usable, telephone=hub_queries.hub(hub_id).telephone)
    assert link is not None  # noqa: S101 - said by the rule above
    letter = envelopes.open_with_code(bytes(link.ciphertext), code=code, context=_context(hub_id, link.id))
    letter["expires_at"] = link.expires_at.isoformat()
    partner = Actor(
        id=link.id,
        name=letter["agency_name"],
        hub_id=hub_id,
        role=Role.VIRTUAL_PARTNER,
        agency_id=UUID(letter["agency_id"]),
        agency_name=letter["agency_name"],
    )
    return link, letter, partner


def record_by_partner(
    name: str, letter: envelopes.Letter, partner: Actor, at: datetime, detail: Mapping[str, audit.Plain] | None = None
) -> None:
    """Write down what a virtual partner did at the outside door, about the request in their link."""
    about = ("check", UUID(letter["check_id"]))
    audit.record(
        name,
        actor=partner,
        at=at,
        about=about,
        enquiry_id=UUID(letter["enquiry_id"]),
        detail={"agency": letter["agency_id"], **(detail or {})},
    )


def _context(hub_id: UUID, invitation_id: UUID) -> str:
    return f"checks_invitation|{hub_id}|{invitation_id}|letter"
