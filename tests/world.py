"""A named hub for tests, built only through services, so that impossible states cannot be.

world = devon()
world.actor("coordinator")      the actor of a person, by the handle in PEOPLE
sign_in(client, world, "coordinator")
"""

import base64
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from openmash.access import Actor, Role
from openmash.accounts import queries as account_queries
from openmash.accounts import services as account_services
from openmash.agencies import services as agency_services
from openmash.core import hub_context
from openmash.hubs import services as hub_services

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # a Wednesday, 10:00 in London too
PASSWORD = "correct horse battery"  # of invented people
TOTP_SECRET = "JBSWY3DPEHPK3PXP"

# handle: name, kind, co-located, e-mail
AGENCIES: dict[str, tuple[str, str, bool, str]] = {
    "council": ("Devon Children's Services", "social_care", True, "duty@council.example"),
    "police": ("Devon and Cornwall Police", "police", True, "mash@police.example"),
    "health": ("NHS Devon", "health", True, "mash@health.example"),
    "education": ("Devon Education Service", "education", True, "mash@education.example"),
    "housing": ("Exeter Housing", "housing", False, "office@housing.example"),
    "school": ("Brookfield Primary School", "school", False, "office@school.example"),
}

# handle: name, kind, agency
TEAMS: dict[str, tuple[str, str, str]] = {
    "assessment": ("Exeter assessment team", "assessment", "council"),
    "early_response": ("Exeter early response team", "early_help", "council"),
}


@dataclass(frozen=True)
class Figure:
    """A person of the hub."""

    name: str
    role: Role
    agency: str
    team: str = ""
    registration: str = ""
    vetted_until: date | None = date(2028, 1, 1)


PEOPLE: dict[str, Figure] = {
    "coordinator": Figure("Robin Amery", Role.COORDINATOR, "council"),
    "evaluator": Figure("Jo Penrose", Role.EVALUATOR, "police"),
    "police": Figure("Sam Trevail", Role.AGENCY_REPRESENTATIVE, "police"),
    "health": Figure("Chris Lowen", Role.AGENCY_REPRESENTATIVE, "health"),
    "education": Figure("Ali Warrick", Role.AGENCY_REPRESENTATIVE, "education"),
    "social_worker": Figure("Kit Marlow", Role.SOCIAL_WORKER, "council", registration="SW900001"),
    "manager": Figure("Pat Holloway", Role.PRACTICE_MANAGER, "council", registration="SW900002"),
    "second_manager": Figure("Lee Summers", Role.PRACTICE_MANAGER, "council", registration="SW900003"),
    "unregistered_manager": Figure("Max Orchard", Role.OPERATIONS_MANAGER, "council"),
    "operations_manager": Figure("Dale Fenwick", Role.OPERATIONS_MANAGER, "council", registration="SW900004"),
    "analyst": Figure("Ira Coombes", Role.ANALYST, "council"),
    "business_support": Figure("Terry Vale", Role.BUSINESS_SUPPORT, "council"),
    "governance": Figure("Morgan Quill", Role.INFORMATION_GOVERNANCE, "council"),
    "administrator": Figure("Sandy Birch", Role.ADMINISTRATOR, "council"),
    "wall": Figure("Screen by the window", Role.WALL_DISPLAY, "council", vetted_until=None),
    "lapsed": Figure("Nicky Stroud", Role.AGENCY_REPRESENTATIVE, "health", vetted_until=date(2026, 10, 1)),
    "unvetted": Figure("Ash Denby", Role.AGENCY_REPRESENTATIVE, "education", vetted_until=None),
    "assessor": Figure("Frankie Dunn", Role.RECEIVING_TEAM, "council", team="assessment"),
    "early_helper": Figure("Charlie Moss", Role.RECEIVING_TEAM, "council", team="early_response"),
}


@dataclass
class World:
    """The hub and the ids of what is in it, by handle."""

    hub_id: UUID
    slug: str
    agencies: dict[str, UUID] = field(default_factory=dict)
    teams: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def actor(self, handle: str) -> Actor:
        """The person as an actor in this hub."""
        return account_queries.actor_for(self.people[handle], self.hub_id)

    def inside(self) -> Any:
        """A context in which this hub's rows are visible: ``with world.inside(): …``."""
        return hub_context.enter(hub_id=self.hub_id)


def devon(
    slug: str = "devon",
    *,
    people: tuple[str, ...] = tuple(PEOPLE),
    at: datetime = NOW,
    passwords: Collection[str] = (),
    operating_model: str = "devon",
) -> World:
    """A hub that works by Devon's operating model, with its agencies, teams and people.

    Args:
        slug: another one makes a second hub, with people of their own.
        people: handles of PEOPLE to bring in.
        at: when it opens.
        operating_model: another hub's, for what Devon's does not have.
        passwords: handles of those who can sign in by themselves (hashing is slow; ``sign_in`` needs none).
    """
    hub_id = hub_services.open_hub(
        slug=slug,
        name="Devon MASH" if slug == "devon" else f"{slug.title()} MASH",
        reference_prefix=slug[:3].upper(),
        operating_model=operating_model,
        telephone="01632 960100",
        out_of_hours_telephone="01632 960200",
        at=at,
    )
    world = World(hub_id=hub_id, slug=slug)
    with world.inside():
        _add_agencies(world)
        for handle in people:
            world.people[handle] = _add_person(
                world, handle, at, password_hash=_hashed() if handle in passwords else ""
            )
    return world


@cache
def _hashed() -> str:
    return make_password(PASSWORD)  # once a run: hashing is slow on purpose


def _add_agencies(world: World) -> None:
    for handle, (name, kind, co_located, email) in AGENCIES.items():
        agency_id = agency_services.add_agency(
            hub_id=world.hub_id, name=name, short_name=handle.title(), kind=kind, co_located=co_located, email=email
        )
        world.agencies[handle] = agency_id
        agency_services.sign_agreement(
            hub_id=world.hub_id,
            agency_id=agency_id,
            title="Information-sharing agreement",
            signed_on=date(2025, 1, 1),
            holds_until=date(2028, 1, 1),
        )
    for handle, (name, kind, agency) in TEAMS.items():
        world.teams[handle] = agency_services.add_team(
            hub_id=world.hub_id, agency_id=world.agencies[agency], name=name, kind=kind, email=f"{handle}@team.example"
        )


def _add_person(world: World, handle: str, at: datetime, *, password_hash: str) -> UUID:
    figure = PEOPLE[handle]
    return account_services.add_person(
        hub_id=world.hub_id,
        name=figure.name,
        email=email_of(handle, world.slug),
        role=figure.role,
        agency_id=world.agencies[figure.agency],
        team_id=world.teams[figure.team] if figure.team else None,
        registration=figure.registration,
        vetting="NPPV level 2" if figure.vetted_until else "",
        vetting_level="nppv_2" if figure.vetted_until else "",
        vetted_until=figure.vetted_until,
        password_hash=password_hash,
        totp_secret=TOTP_SECRET,
        door="outside" if figure.role is Role.RECEIVING_TEAM else "inside",
        at=at,
    )


def email_of(handle: str, slug: str = "devon") -> str:
    """What a person of the world signs in with."""
    return f"{handle}@{slug}.example"


def code(secret: str = TOTP_SECRET, *, steps_on: int = 0) -> str:
    """What an authenticator app shows now, or some 30-second steps on: no code is taken twice."""
    totp = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303  # as the apps have it
    return totp.generate(int(time.time()) + 30 * steps_on).decode()


def sign_in(client: Client, world: World, handle: str) -> Client:
    """The client, signed in with both factors at the door it stands at."""
    user = get_user_model().objects.get(pk=world.people[handle])
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session["hub_id"] = str(world.hub_id)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client
