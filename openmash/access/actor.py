"""The person (or timer) who does something, as every permission and service sees them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openmash.access.roles import ROLES, Permission, Role


@dataclass(frozen=True)
class Actor:
    """Somebody acting in one hub, at one moment.

    Args:
        id: the user's id; for a virtual partner or a referrer, the id of the link or submission they came by.
        name: as it is to be shown and recorded.
        hub_id: the one hub they are acting in.
        role: what they are in that hub.
        agency_id: the agency that employs them; None for the public and for the system.
        agency_name: that agency's name.
        team_id: the receiving team they belong to, if any.
        registration: their Social Work England number; empty if they have none.
        vetting: the level they are vetted to, a code of ``vetting.LEVELS``; empty if none is recorded.
        vetted_until: last day on which their vetting holds; None if they have none.
        agreement_until: last day of their agency's information-sharing agreement; None if there is none.
    """

    id: UUID
    name: str
    hub_id: UUID
    role: Role
    agency_id: UUID | None = None
    agency_name: str = ""
    team_id: UUID | None = None
    registration: str = ""
    vetting: str = ""
    vetted_until: date | None = None
    agreement_until: date | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What their role lets them do at all."""
        return ROLES[self.role].permissions

    @property
    def is_registered_social_worker(self) -> bool:
        return bool(self.registration)
