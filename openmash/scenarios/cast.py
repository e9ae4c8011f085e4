"""Who is in a scripted case: the hub, its agencies and teams, and its people."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from openmash.access import ROLES, Role
from openmash.hubs.rules.kinds import AGENCY_KINDS, TEAM_KINDS
from openmash.scenarios.keys import Says

OUTSIDE_ROLES = frozenset({Role.RECEIVING_TEAM})
_NOBODY_IN_PERSON = (Role.SYSTEM, Role.AGENCY_SYSTEM, Role.AGENCY_PORTAL, Role.REFERRER, Role.VIRTUAL_PARTNER)
_ROLES = tuple(r.value for r in Role if r not in _NOBODY_IN_PERSON)


@dataclass(frozen=True, kw_only=True)
class HubSays:
    """The hub in which the case is played; a new one for every play."""

    name: Annotated[str, Says("The hub's name for people.")]
    operating_model: Annotated[
        str, Says("The operating model it works by, one that ships.", pattern=r"^[a-z][a-z0-9_-]*$")
    ]
    reference_prefix: Annotated[str, Says("How its references begin.", pattern=r"^[A-Z]{2,6}$")] = "PLAY"
    telephone: Annotated[str, Says("Where people ring in office hours.")] = "01632 960100"
    out_of_hours_telephone: Annotated[str, Says("Where people ring at other times.")] = "01632 960199"


@dataclass(frozen=True, kw_only=True)
class AgencySays:
    """A partner agency."""

    key: Annotated[str, Says("What the steps call it.", makes="agency")]
    name: Annotated[str, Says("Its name in full.")]
    kind: Annotated[str, Says("What sort of agency it is.", choices=AGENCY_KINDS)]
    co_located: Annotated[bool, Says("Whether its people sit in the hub; otherwise it is asked by one-time link.")] = (
        True
    )
    agreement_until: Annotated[
        date | None,
        Says("Last day of its information-sharing agreement; left out: it holds for the whole play."),
    ] = None
    has_agreement: Annotated[bool, Says("False for an agency that has signed no agreement.")] = True


@dataclass(frozen=True, kw_only=True)
class TeamSays:
    """A team that takes cases on, outside."""

    key: Annotated[str, Says("What the steps call it.", makes="team")]
    name: Annotated[str, Says("Its name.")]
    kind: Annotated[str, Says("What sort of team it is.", choices=TEAM_KINDS)]
    agency: Annotated[str, Says("The agency it belongs to.", names="agency")]


@dataclass(frozen=True, kw_only=True)
class PersonSays:
    """Somebody who signs in. Invented, always."""

    key: Annotated[str, Says("What the steps call them.", makes="person")]
    name: Annotated[str, Says("Their name.")]
    role: Annotated[str, Says("Their role.", choices=_ROLES)]
    agency: Annotated[str, Says("The agency that employs them.", names="agency")]
    team: Annotated[str, Says("The receiving team they belong to.", names="team")] = ""
    registration: Annotated[str, Says("Their Social Work England number.", pattern=r"^(SW\d{1,8})?$")] = ""
    vetted: Annotated[bool, Says("Whether they are vetted for the sealed room.")] = True
    vetted_until: Annotated[date | None, Says("Last day of their vetting; left out: it holds for the play.")] = None

    @property
    def role_title(self) -> str:
        """Their role in words."""
        return ROLES[Role(self.role)].title

    @property
    def signs_in_outside(self) -> bool:
        """Whether theirs is the outside door."""
        return Role(self.role) in OUTSIDE_ROLES
