"""Which issues contacts raise."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.contacts import permissions
from openmash.contacts.models import Issue
from openmash.hubs import queries as hub_queries
from openmash.people import rules as people_rules


@dataclass(frozen=True)
class IssueView:
    """One issue that a contact raises.

    Args:
        theme: what it is part of, a code of ``hubs.rules.Theme``; empty where the model has it no longer.
        guidance: what the hub tells whoever meets it; empty where it says nothing.
        about_id: the person named in the contact; None for nobody in particular.
        taken_back_at: when somebody said that it is not one after all.
    """

    id: UUID
    contact_id: UUID
    code: str
    label: str
    theme: str
    guidance: str
    about_id: UUID | None
    about_name: str
    raised_at: datetime
    raised_by_name: str
    taken_back_at: datetime | None
    taken_back_why: str


def issues_of(contact_ids: Collection[UUID], *, actor: Actor) -> list[IssueView]:
    """The issues of these contacts, those taken back with them, in the order in which they were raised.

    One statement, however many contacts; for a contact that the actor may see, as their caller has asked.

    Raises:
        Refused: the actor sees neither contacts nor enquiries.
    """
    if not permissions.can_see(actor):
        require(permissions.can_see_issues(actor))
    found = Issue.objects.filter(hub_id=actor.hub_id, contact_id__in=contact_ids).select_related("about")
    rules = {rule.code: rule for rule in hub_queries.model_of(actor.hub_id).issues}
    return [
        IssueView(
            id=row.id,
            contact_id=row.contact_id,
            code=row.code,
            label=rules[row.code].label if row.code in rules else row.code.replace("_", " ").capitalize(),
            theme=rules[row.code].theme if row.code in rules else "",
            guidance=rules[row.code].guidance if row.code in rules else "",
            about_id=row.about_id,
            about_name=_name(row),
            raised_at=row.raised_at,
            raised_by_name=row.raised_by_name,
            taken_back_at=row.taken_back_at,
            taken_back_why=row.taken_back_why,
        )
        for row in found.order_by("raised_at", "about__position", "code", "id")
    ]


def raising(codes: Collection[str], *, hub_id: UUID, since: datetime) -> set[UUID]:
    """The contacts for which one of these issues was raised at or after a moment, and not taken back.

    It is the hub's own list, whoever asks: it says that there is such an issue, and nothing else of a contact.
    """
    found = Issue.objects.filter(hub_id=hub_id, code__in=codes, raised_at__gte=since, taken_back_at=None)
    return set(found.values_list("contact_id", flat=True))


def codes_raised(contact_ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, frozenset[str]]:
    """What each of these contacts raises and nobody took back, by the contact's id; one statement, however many.

    It is the hub's own list, whoever asks: it says which issues there are, and nothing of whom they are about.
    """
    found = Issue.objects.filter(hub_id=hub_id, contact_id__in=list(contact_ids), taken_back_at=None)
    codes: dict[UUID, set[str]] = {}
    for contact_id, code in found.values_list("contact_id", "code"):
        codes.setdefault(contact_id, set()).add(code)
    return {contact_id: frozenset(of_it) for contact_id, of_it in codes.items()}


def _name(row: Issue) -> str:
    person = row.about
    if person is None:
        return ""
    unborn = person.involvement == "unborn"
    return people_rules.display_name(person.given_name, person.family_name, unborn=unborn)
