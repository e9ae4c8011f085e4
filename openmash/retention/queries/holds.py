"""What must not be erased for now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.retention import permissions, rules
from openmash.retention.models import Hold
from openmash.retention.queries import access


@dataclass(frozen=True)
class HoldView:
    """A hold as a page shows it; ``on_words`` names no family: a reference, an agency, or that it is one person."""

    id: UUID
    on: str
    on_words: str
    ground_words: str
    reason: str
    placed_at: datetime
    placed_by_name: str
    lifted_at: datetime | None
    lifted_by_name: str
    lifted_because: str

    @property
    def in_force(self) -> bool:
        """Whether it stops erasures now."""
        return self.lifted_at is None


def standing(hub_id: UUID) -> list[rules.Held]:
    """Every hold in force, and everybody whose request for their own records runs."""
    rows = list(Hold.objects.filter(hub_id=hub_id, lifted_at=None))
    asked = rules.GROUND_WORDS[rules.Ground.SUBJECT_ACCESS]
    # Whoever is recorded more than once is held by every record of theirs.
    known = people_queries.identities_of(hub_id)
    people = [(row.about_id, rules.GROUND_WORDS[row.ground]) for row in rows if row.on == rules.HoldOn.PERSON]
    people += [(person_id, asked) for person_id in access.held_people(hub_id)]
    return [
        *(
            rules.Held(row.on, row.about_id, rules.GROUND_WORDS[row.ground])
            for row in rows
            if row.on != rules.HoldOn.PERSON
        ),
        *(
            rules.Held(rules.HoldOn.PERSON, each, words)
            for person_id, words in people
            for each in sorted(known.same(person_id))
        ),
    ]


def holds(*, actor: Actor) -> list[HoldView]:
    """Every hold of the hub but on what the actor is kept out of, those in force first, then the newest.

    Raises:
        Refused: the actor may neither place holds nor approve erasures.
    """
    require(permissions.can_see(actor) or permissions.can_hold(actor))
    kept = {*enquiry_queries.kept_out_of(actor), *enquiry_queries.people_kept_from(actor)}
    rows = list(Hold.objects.filter(hub_id=actor.hub_id).exclude(about_id__in=kept).order_by("-placed_at", "id"))
    on_enquiries = [row.about_id for row in rows if row.on == rules.HoldOn.ENQUIRY]
    references = enquiry_queries.references_of(on_enquiries, hub_id=actor.hub_id)
    names = {agency.id: agency.name for agency in agency_queries.agencies(actor.hub_id)}
    words = {rules.HoldOn.PERSON: "One person", rules.HoldOn.HUB: "Everything in the hub"}
    views = [
        _view(row, references.get(row.about_id) or names.get(row.about_id) or words.get(rules.HoldOn(row.on), ""))
        for row in rows
    ]
    return sorted(views, key=lambda view: not view.in_force)


def _view(row: Hold, on_words: str) -> HoldView:
    return HoldView(
        id=row.id,
        on=row.on,
        on_words=on_words,
        ground_words=rules.GROUND_WORDS[row.ground],
        reason=row.reason,
        placed_at=row.placed_at,
        placed_by_name=row.placed_by_name,
        lifted_at=row.lifted_at,
        lifted_by_name=row.lifted_by_name,
        lifted_because=row.lifted_because,
    )
