"""When a contact goes to the worker who has the case already, without an enquiry. Plain Python."""

from collections.abc import Collection, Mapping
from uuid import UUID

from openmash.core.errors import RuleBroken


def require_all_open_to(
    team_id: UUID, *, about: Mapping[str, UUID | None], open_to: Mapping[UUID, Collection[UUID]]
) -> None:
    """A contact is passed on only where everybody it is about has a case open to that team.

    A brother or sister whose case is open to nobody would otherwise be looked at by nobody. Local choice.

    Args:
        team_id: the team.
        about: everybody the contact is about, by name, with who that is once the hub has said so.
        open_to: of each of those people, the teams that their case is open to.
    """
    missing = [name for name, person_id in about.items() if not person_id or team_id not in open_to.get(person_id, ())]
    if missing or not about:
        names = ", ".join(missing) or "Nobody is named"
        raise RuleBroken(
            "contacts.passed_on_for_everybody",
            f"Not open to this team: {names}. Say who they are and that their case is open there, or open an enquiry.",
            field="open_case",
        )
