"""Who issues and revokes the keys of an agency's computer systems."""

from uuid import UUID

from openmash.access import Actor, Permission, Refusal, Role, Verdict, has, require


def can_manage(actor: Actor) -> Verdict:
    """People of an agency who keep its index, for their own agency alone; a key never makes another key."""
    verdict = has(actor, Permission.KEEP_INDEX)
    if verdict and (actor.role is Role.AGENCY_SYSTEM or actor.agency_id is None):
        return Refusal("Only people of an agency issue and revoke its keys.")
    return verdict


def require_can_manage(actor: Actor) -> UUID:
    """The agency whose keys these are: the actor's own. Raises Refused unless ``can_manage``."""
    require(can_manage(actor))
    assert actor.agency_id is not None  # noqa: S101  # said by the permission above
    return actor.agency_id
