"""Who is kept out of what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.core import hub_context
from openmash.exclusions import permissions, rules
from openmash.exclusions.errors import KeptOut
from openmash.exclusions.models import Exclusion
from openmash.exclusions.states import ExclusionState


@dataclass(frozen=True)
class KeptOutOf:
    """What one actor is kept out of now, each with the ground as a code."""

    enquiries: dict[UUID, str] = field(default_factory=dict)
    people: dict[UUID, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.enquiries or self.people)

    def ground(self, enquiry_id: UUID | None, people: Iterable[UUID]) -> str | None:
        """Why the actor is kept out of a case with these people in it; None if they are not."""
        if enquiry_id in self.enquiries:
            return self.enquiries[enquiry_id]
        return next((self.people[each] for each in people if each in self.people), None)


@dataclass(frozen=True)
class ExclusionView:
    """One exclusion, for whoever manages them."""

    id: UUID
    user_id: UUID
    user_name: str
    enquiry_id: UUID | None
    person_id: UUID | None
    ground_words: str
    words: str
    in_force: bool
    until: date | None
    declared_at: datetime
    declared_by_name: str
    by_themselves: bool
    ended_at: datetime | None
    ended_by_name: str


def kept_out_of(actor: Actor) -> KeptOutOf:
    """What the actor is kept out of; read once for as long as a page lasts."""
    return hub_context.once(_name(actor.hub_id, actor.id), lambda: _kept_out_of(actor))


def forget(hub_id: UUID, user_id: UUID) -> None:
    """What was read of somebody's exclusions no longer holds; called by whatever changes them."""
    hub_context.forget(_name(hub_id, user_id))
    hub_context.forget(("anybody kept out", hub_id))


def refusal(ground: str) -> KeptOut:
    """The sentence for somebody who is kept out."""
    because = rules.GROUND_WORDS[ground]
    return KeptOut(
        f"You are kept out of this case. Recorded reason: {because[0].lower()}{because[1:]}. "
        "Speak to a manager of the hub or to information governance if that is wrong."
    )


def exclusions(actor: Actor) -> list[ExclusionView]:
    """Every exclusion of the hub, those in force first and the latest first; a manager's own is among them."""
    require(permissions.can_manage(actor))
    rows = Exclusion.objects.filter(hub_id=actor.hub_id).order_by("-declared_at", "id")
    return sorted((_view(row) for row in rows), key=lambda each: not each.in_force)


def users_kept_out(hub_id: UUID) -> frozenset[UUID]:
    """Everybody in a hub who is kept out of anything now; read once for as long as a page lasts."""
    return hub_context.once(("anybody kept out", hub_id), lambda: _users_kept_out(hub_id))


def _users_kept_out(hub_id: UUID) -> frozenset[UUID]:
    rows = Exclusion.objects.filter(hub_id=hub_id, state=ExclusionState.IN_FORCE)
    return frozenset(rows.values_list("user_id", flat=True))


def _name(hub_id: UUID, user_id: UUID) -> tuple[str, UUID, UUID]:
    return ("kept out of", hub_id, user_id)


def _kept_out_of(actor: Actor) -> KeptOutOf:
    rows = Exclusion.objects.filter(hub_id=actor.hub_id, user_id=actor.id, state=ExclusionState.IN_FORCE)
    found = KeptOutOf()
    for enquiry_id, person_id, ground in rows.values_list("enquiry_ref", "person_id", "ground"):
        if enquiry_id:
            found.enquiries[enquiry_id] = ground
        else:
            found.people[person_id] = ground
    return found


def _view(row: Exclusion) -> ExclusionView:
    return ExclusionView(
        id=row.id,
        user_id=row.user_id,
        user_name=row.user_name,
        enquiry_id=row.enquiry_ref,
        person_id=row.person_id,
        ground_words=rules.GROUND_WORDS[row.ground],
        words=row.words,
        in_force=row.state == ExclusionState.IN_FORCE,
        until=row.until,
        declared_at=row.declared_at,
        declared_by_name=row.declared_by_name,
        by_themselves=row.declared_by == row.user_id,
        ended_at=row.ended_at,
        ended_by_name=row.ended_by_name,
    )
