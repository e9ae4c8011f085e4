"""What hangs on the wall of the hub's room: how each open enquiry stands, without names unless the hub's model says so.

Whoever is kept out of a case may pass the wall too, so such a case is never named there.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor, Permission, has, require
from openmash.enquiries.models import Member
from openmash.exclusions.models import Exclusion
from openmash.exclusions.states import ExclusionState
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.hubs.rules.topics.wall import FamilyOnWall
from openmash.people import queries as people_queries
from openmash.people.models import Person
from openmash.people.rules import display_name
from openmash.worklists.queries.standing import Asked, Standing, standings
from openmash.worklists.rules import ALWAYS_ON_THE_WALL, NEW_ON_THE_WALL, STAYS_NEW, TURNING_ON_THE_WALL

_Identity = tuple[str, str, date | None]


@dataclass(frozen=True)
class WallLine:
    """One enquiry on the wall.

    Args:
        rating: in the hub's own word; empty when all are decided.
        colour: of the rating.
        due_at: None when all are decided, or their clocks are paused.
        family: what the hub's model lets a wall say of those it is about; most often nothing.
        holder: who holds it, where the model lets a wall say so.
        held: whether anybody holds it.
        asked: which agencies were asked, and how each stands.
        new: whether it has just changed.
    """

    reference: str
    rating: str
    colour: str
    due_at: datetime | None
    paused: bool
    late: bool
    family: str
    holder: str
    held: bool
    asked: tuple[Asked, ...]
    new: bool


@dataclass(frozen=True)
class RatingCount:
    """How many open enquiries have a rating, and in how many of them a decision is late."""

    label: str
    colour: str
    count: int
    late: int


@dataclass(frozen=True)
class Wall:
    """The wall at one moment.

    Args:
        urgent: those that always stand there, the nearest deadline first.
        changed: those that have just changed and are on neither the first list nor this page.
        turning: the others, a page of them.
        page: which page, from 1.
        pages: how many there are.
    """

    counts: tuple[RatingCount, ...]
    open_: int
    late: int
    urgent: tuple[WallLine, ...]
    changed: tuple[WallLine, ...]
    turning: tuple[WallLine, ...]
    page: int
    pages: int


def wall(actor: Actor, *, at: datetime, page: int = 1) -> Wall:
    """The wall at this moment.

    Args:
        actor: whose screen it is.
        at: now.
        page: of those that do not always stand there; one that does not exist is the first.

    Raises:
        Refused: the actor's role does not see the wall.
    """
    require(has(actor, Permission.SEE_WALL))
    model = hub_queries.model_of(actor.hub_id, at)
    found = standings(actor, at=at)
    urgent, others = found[:ALWAYS_ON_THE_WALL], found[ALWAYS_ON_THE_WALL:]
    pages = max(1, -(-len(others) // TURNING_ON_THE_WALL))
    page = page if 1 <= page <= pages else 1
    turning = others[(page - 1) * TURNING_ON_THE_WALL : page * TURNING_ON_THE_WALL]
    changed = _just_changed([each for each in others if each not in turning], at)
    names = _names([*urgent, *changed, *turning], actor.hub_id, model)
    urgent_, changed_, turning_ = (
        tuple(_line(each, names, model, at) for each in group) for group in (urgent, changed, turning)
    )
    return Wall(
        counts=_counts(found, model, at),
        open_=len(found),
        late=sum(each.late_at(at) for each in found),
        urgent=urgent_,
        changed=changed_,
        turning=turning_,
        page=page,
        pages=pages,
    )


def _just_changed(standing: Iterable[Standing], at: datetime) -> list[Standing]:
    new = [each for each in standing if each.changed_at > at - STAYS_NEW]
    return sorted(new, key=lambda each: each.changed_at, reverse=True)[:NEW_ON_THE_WALL]


def _counts(found: Sequence[Standing], model: OperatingModel, at: datetime) -> tuple[RatingCount, ...]:
    """The ratings of the model in force, then those of an earlier version that an open enquiry still has."""
    rated: dict[tuple[str, str], list[Standing]] = {
        (rule.label, rule.colour): [] for rule in model.ratings_by_urgency()
    }
    for each in found:
        if each.rating:
            rated.setdefault((each.rating.label, each.rating.colour), []).append(each)
    return tuple(
        RatingCount(label, colour, len(those), sum(each.late_at(at) for each in those))
        for (label, colour), those in rated.items()
    )


def _line(each: Standing, names: dict[UUID, str], model: OperatingModel, at: datetime) -> WallLine:
    return WallLine(
        reference=each.reference,
        rating=each.rating.label if each.rating else "",
        colour=each.rating.colour if each.rating else "",
        due_at=each.due_at,
        paused=each.paused,
        late=each.late_at(at),
        family=names.get(each.enquiry_id, ""),
        holder=each.holder_name if model.wall and model.wall.holder else "",
        held=each.holder_id is not None,
        asked=each.asked,
        new=each.changed_at > at - STAYS_NEW,
    )


def _names(shown: Collection[Standing], hub_id: UUID, model: OperatingModel) -> dict[UUID, str]:
    """What the wall says of each family; nothing of a case that anybody at all is kept out of."""
    says = model.wall.family if model.wall else FamilyOnWall.NOTHING
    if says is FamilyOnWall.NOTHING or not shown:
        return {}
    people = {each.id: each for each in _people({p for each in shown for p in each.person_ids}, hub_id)}
    kept = Exclusion.objects.filter(hub_id=hub_id, state=ExclusionState.IN_FORCE)
    cases, kept_people = set(), set()
    for enquiry_id, person_id in kept.values_list("enquiry_ref", "person_id"):
        cases.add(enquiry_id)
        kept_people.add(person_id)
    kept_records = people_queries.same_as(kept_people - {None}, hub_id=hub_id)
    alike = {_identity(each) for each in _people(kept_records, hub_id)}
    if alike:
        cases |= _around(shown, alike, hub_id)
    found = {}
    for each in shown:
        family = [people[person_id] for person_id in each.person_ids]
        if each.enquiry_id not in cases and not any(_identity(person) in alike for person in family):
            found[each.enquiry_id] = _words(family, says)
    return found


def _around(shown: Collection[Standing], alike: Collection[_Identity], hub_id: UUID) -> set[UUID]:
    """The enquiries in which one of these is a parent, of the household or otherwise in the picture."""
    rows = Member.objects.filter(hub_id=hub_id, enquiry_id__in=[each.enquiry_id for each in shown])
    return {row.enquiry_id for row in rows.select_related("person") if _identity(row.person) in alike}


def _people(ids: Collection[UUID], hub_id: UUID) -> Iterable[Person]:
    rows = Person.objects.filter(hub_id=hub_id, id__in=ids)
    return rows.only("given_name", "family_name", "born_on", "expected_on")


def _identity(person: Person) -> _Identity:
    return person.given_name.lower(), person.family_name.lower(), person.born_on


def _words(family: Iterable[Person], says: FamilyOnWall) -> str:
    if says is FamilyOnWall.INITIALS:
        return ", ".join(f"{each.given_name[:1]}{each.family_name[:1]}".upper() for each in family)
    return ", ".join(
        display_name(each.given_name, each.family_name, unborn=each.expected_on is not None) for each in family
    )
