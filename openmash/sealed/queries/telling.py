"""Comparing what is told outside the room with what is sealed; nobody is shown a word of it."""

from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.sealed import rules
from openmash.sealed.models import ItemVersion
from openmash.sealed.queries.guards import opened_terms, opened_versions, standing_protections


def require_told_gives_nothing_away(
    enquiry_id: UUID, *, said: str, field: str = "said", actor: Actor, at: datetime
) -> None:
    """Stop words that are told outside the room where they say what is protected or repeat what is sealed.

    Whoever tells it need not enter the room: business support writes to referrers. Sealed texts are opened to be
    compared and shown to nobody; that they were stands on the log with what was told.

    Args:
        enquiry_id: the family's.
        said: what is told, word for word.
        field: beside which field of the form the sentence stands.
        actor: who tells it.
        at: when.

    Raises:
        KeptOut, RuleBroken (``sealed.told_names_nothing_protected``, ``sealed.told_repeats_nothing_sealed``).
    """
    enquiry_queries.require_not_kept_out(enquiry_id, actor=actor)
    audit.record("words.compared", actor=actor, at=at, about=("enquiry", enquiry_id), enquiry_id=enquiry_id)
    versions = list(ItemVersion.objects.filter(hub_id=actor.hub_id, item__enquiry_id=enquiry_id).select_related("item"))
    texts = opened_versions(versions)
    sealed = [rules.StayingText(each.item_id, texts[each.id]) for each in versions if each.id in texts]
    terms = _protected(enquiry_id, actor)
    rules.require_gives_nothing_away(said, terms=terms, sealed=sealed, field=field)


def _protected(enquiry_id: UUID, actor: Actor) -> list[tuple[str, str]]:
    """What protections of this family's people keep back, their recorded address included."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    family = people_queries.same_as(enquiry.person_ids, hub_id=actor.hub_id)
    near = [each for each in standing_protections(actor) if each.person_id in family or each.enquiry_id == enquiry_id]
    if not near:
        return []
    terms = [pair for each in opened_terms([s.id for s in near], hub_id=actor.hub_id).values() for pair in each.pairs()]
    kept = {each.person_id for each in near if each.person_id and each.kind in rules.KEEPS_ADDRESSES_BACK}
    people = people_queries.persons(kept, actor=actor) if kept else {}
    for person in people.values():
        for address in person.addresses:
            terms += [("address", address.lines), ("postcode", address.postcode)]
    return [(kind, term) for kind, term in terms if term]
