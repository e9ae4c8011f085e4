"""The demo's hub as it is made, and its people as actors."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password

from openmash.access import Actor, Role
from openmash.accounts import queries as account_queries
from openmash.accounts import services as account_services
from openmash.agencies import services as agency_services
from openmash.clocks.calendar import WorkingCalendar, calendar_for
from openmash.core import hub_context
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.hubs.rules import OperatingModel
from openmash.scenarios.demo import people


@dataclass
class DemoHub:
    """The hub, its ids by name, and its people.

    Args:
        hub_id: the hub.
        model: its operating model.
        now: the moment the demo is loaded.
        left_standing: which stages of a product the demo has left one at, to be looked at and gone on with.
    """

    hub_id: UUID
    model: OperatingModel
    now: datetime
    agencies: dict[str, UUID] = field(default_factory=dict)
    teams: dict[str, UUID] = field(default_factory=dict)
    actors: list[Actor] = field(default_factory=list)
    left_standing: set[str] = field(default_factory=set)

    @property
    def calendar(self) -> WorkingCalendar:
        """When it is open."""
        return calendar_for(self.model.office)

    def somebody(self, chance: Random, *roles: Role, agency: str = "", besides: UUID | None = None) -> Actor:
        """Anybody in one of these roles, vetted where the role enters the room.

        Args:
            chance: who it is.
            roles: which roles.
            agency: only people of this agency.
            besides: not this person.
        """
        fitting = [
            each
            for each in self.actors
            if each.role in roles
            and each.id != besides
            and (not agency or each.agency_id == self.agencies[agency])
            and (each.role is not Role.AGENCY_REPRESENTATIVE or each.vetted_until)
        ]
        return chance.choice(fitting)

    def answers_for(self, agency: str, chance: Random) -> Actor:
        """Somebody who answers for an agency."""
        roles = (Role.AGENCY_REPRESENTATIVE, Role.EVALUATOR, Role.SOCIAL_WORKER)
        return self.somebody(chance, *roles, agency=agency)

    def receiver(self, team: str) -> Actor:
        """The person of a receiving team."""
        return next(each for each in self.actors if each.team_id == self.teams[team])


def open_hub(now: datetime, say: Callable[[str], None]) -> DemoHub:
    """Make the hub, with agencies that signed, teams, and people with a password and a one-time code."""
    opened = now - timedelta(days=400)
    hub_id = hub_services.open_hub(
        slug=people.SLUG,
        name=people.NAME,
        reference_prefix=people.PREFIX,
        operating_model="devon",
        telephone="01632 960100",
        out_of_hours_telephone="01632 960199",
        at=opened,
    )
    with hub_context.enter(hub_id=hub_id):
        hub = DemoHub(hub_id, hub_queries.model_of(hub_id), now)
        for agency in people.AGENCIES:
            hub.agencies[agency.key] = _add_agency(hub, agency, opened.date())
        for key, name, kind, agency_key in people.TEAMS:
            hub.teams[key] = agency_services.add_team(
                hub_id=hub_id,
                agency_id=hub.agencies[agency_key],
                name=name,
                kind=kind,
                email=f"{key.replace('_', '-')}@teams.devon.example",
            )
        say(f"  {len(people.AGENCIES)} agencies and {len(people.TEAMS)} teams")
        password = make_password(people.PASSWORD)  # once: hashing is slow on purpose
        ids = [_add_person(hub, person, password, opened) for person in people.PEOPLE]
        hub.actors = [account_queries.actor_for(user_id, hub_id) for user_id in ids]
        say(f"  {len(ids)} people")
    return hub


def _add_agency(hub: DemoHub, agency: people.DemoAgency, signed_on: date) -> UUID:
    agency_id = agency_services.add_agency(
        hub_id=hub.hub_id,
        name=agency.name,
        short_name=agency.short_name,
        kind=agency.kind,
        co_located=agency.co_located,
        email=f"{agency.key.replace('_', '-')}@agencies.devon.example",
    )
    agency_services.sign_agreement(
        hub_id=hub.hub_id,
        agency_id=agency_id,
        title="Devon information-sharing agreement",
        signed_on=signed_on,
        holds_until=signed_on + timedelta(days=3 * 365),
    )
    return agency_id


def _add_person(hub: DemoHub, person: people.DemoPerson, password: str, at: datetime) -> UUID:
    return account_services.add_person(
        hub_id=hub.hub_id,
        name=person.name,
        email=person.email,
        role=person.role,
        agency_id=hub.agencies[person.agency],
        team_id=hub.teams[person.team] if person.team else None,
        registration=person.registration,
        vetting="NPPV level 2" if person.vetted else "",
        vetting_level="nppv_2" if person.vetted else "",
        vetted_until=(hub.now + timedelta(days=500)).date() if person.vetted else None,
        password_hash=password,
        totp_secret=people.TOTP_SECRET,
        door=person.door,
        at=at,
    )
