"""Which agencies and teams a hub has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openmash.agencies.models import Absence, Agency, Agreement, Team, VisitingDays
from openmash.core.errors import NotFound


@dataclass(frozen=True)
class AgencyView:
    """An agency; ``co_located`` ones answer inside, the others through a one-time link."""

    id: UUID
    name: str
    short_name: str
    kind: str
    kind_label: str
    co_located: bool
    email: str


@dataclass(frozen=True)
class AbsenceView:
    """That an agency's people are away, first and last day included; ``covered_by`` is empty where nobody covers."""

    id: UUID
    agency_id: UUID
    agency_name: str
    from_on: date
    until_on: date
    covered_by: str
    covered_email: str
    recorded_by_name: str


@dataclass(frozen=True)
class TeamView:
    """A team that receives products on the outside door."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    email: str
    agency_id: UUID


def agencies(hub_id: UUID) -> list[AgencyView]:
    """The agencies of a hub: those in the room first, then by name."""
    return [_agency(row) for row in Agency.objects.filter(hub_id=hub_id).order_by("-co_located", "name")]


def agency(agency_id: UUID, hub_id: UUID) -> AgencyView:
    """One agency; raises NotFound."""
    return some_agencies([agency_id], hub_id)[0]


def some_agencies(agency_ids: Collection[UUID], hub_id: UUID) -> list[AgencyView]:
    """These agencies, in the order in which they are named; raises NotFound where one of them is not of the hub."""
    rows = Agency.objects.filter(hub_id=hub_id).in_bulk(agency_ids)
    if set(agency_ids) - set(rows):
        raise NotFound("There is no such agency in this hub.")
    return [_agency(rows[agency_id]) for agency_id in agency_ids]


def absences(hub_id: UUID, *, on: date) -> list[AbsenceView]:
    """Every absence that is not over on a day, the first to begin at the head."""
    rows = Absence.objects.filter(hub_id=hub_id, ended_at=None, until_on__gte=on).select_related("agency")
    return [
        AbsenceView(
            id=row.id,
            agency_id=row.agency_id,
            agency_name=row.agency.name,
            from_on=row.from_on,
            until_on=row.until_on,
            covered_by=row.covered_by,
            covered_email=row.covered_email,
            recorded_by_name=row.recorded_by_name,
        )
        for row in rows.order_by("from_on", "agency__name")
    ]


def absence(absence_id: UUID, hub_id: UUID) -> AbsenceView:
    """One absence that has not ended; raises NotFound."""
    found = [each for each in absences(hub_id, on=date.min) if each.id == absence_id]
    if not found:
        raise NotFound("We cannot find that absence, or it has ended already.")
    return found[0]


def away(hub_id: UUID, *, on: date) -> dict[UUID, AbsenceView]:
    """The agencies whose people are away on a day."""
    return {each.agency_id: each for each in absences(hub_id, on=on) if each.from_on <= on}


def visiting_days(hub_id: UUID) -> dict[UUID, tuple[int, ...]]:
    """On which weekdays (0 is Monday) the representative of each visiting agency is in the hub."""
    rows = VisitingDays.objects.filter(hub_id=hub_id, ended_at=None)
    return {row.agency_id: tuple(row.weekdays) for row in rows}


def managers_of(hub_id: UUID) -> dict[UUID, str]:
    """Where the manager of each agency's people is told that answers stay out; agencies without one are left out."""
    rows = Agency.objects.filter(hub_id=hub_id).exclude(manager_email="")
    return dict(rows.values_list("id", "manager_email"))


@dataclass(frozen=True)
class Witness:
    """Where an agency gets the signed checkpoints of the log, and how often ("hourly", "daily"; empty: not at all)."""

    agency_id: UUID
    to: str
    every: str


def witnesses(hub_id: UUID) -> list[Witness]:
    """The agencies of a hub that want checkpoints of its log."""
    rows = Agency.objects.filter(hub_id=hub_id).exclude(checkpoints_every="").order_by("id")
    return [Witness(row.id, row.checkpoints_to, row.checkpoints_every) for row in rows]


def witness(agency_id: UUID, hub_id: UUID) -> Witness:
    """Where one agency gets them; raises NotFound."""
    row = Agency.objects.filter(hub_id=hub_id, id=agency_id).first()
    if row is None:
        raise NotFound("There is no such agency in this hub.")
    return Witness(row.id, row.checkpoints_to, row.checkpoints_every)


def agreement_until(agency_id: UUID, hub_id: UUID) -> date | None:
    """Last day of the agency's longest-running information-sharing agreement; None if it signed none."""
    ends = Agreement.objects.filter(hub_id=hub_id, agency_id=agency_id).order_by("-holds_until")
    return ends.values_list("holds_until", flat=True).first()


@dataclass(frozen=True)
class AgreementView:
    """An information-sharing agreement that an agency signed, first and last day included."""

    agency_name: str
    title: str
    signed_on: date
    holds_until: date

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.signed_on <= on <= self.holds_until


def agreements(hub_id: UUID) -> list[AgreementView]:
    """Every agreement of a hub, by the agency's name, the one that runs longest first."""
    rows = Agreement.objects.filter(hub_id=hub_id).select_related("agency").order_by("agency__name", "-holds_until")
    return [AgreementView(row.agency.name, row.title, row.signed_on, row.holds_until) for row in rows]


def signatories(hub_id: UUID, title: str, on: date) -> frozenset[UUID]:
    """The agencies whose signature under an agreement of that title holds on a day."""
    signed = Agreement.objects.filter(hub_id=hub_id, title__iexact=title, signed_on__lte=on, holds_until__gte=on)
    return frozenset(signed.values_list("agency_id", flat=True))


def teams(hub_id: UUID, kinds: Collection[str] | None = None) -> list[TeamView]:
    """The receiving teams of a hub, by name.

    Args:
        hub_id: the hub.
        kinds: only teams of these kinds (``OutcomeRule.team_kinds``); None for all.
    """
    rows = Team.objects.filter(hub_id=hub_id).order_by("name")
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    return [_team(row) for row in rows]


def team(team_id: UUID, hub_id: UUID) -> TeamView:
    """One receiving team; raises NotFound."""
    row = Team.objects.filter(hub_id=hub_id, id=team_id).first()
    if row is None:
        raise NotFound("There is no such team in this hub.")
    return _team(row)


def _agency(row: Agency) -> AgencyView:
    return AgencyView(row.id, row.name, row.short_name, row.kind, row.get_kind_display(), row.co_located, row.email)


def _team(row: Team) -> TeamView:
    return TeamView(row.id, row.name, row.kind, row.get_kind_display(), row.email, row.agency_id)
