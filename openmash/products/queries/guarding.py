"""Whether a copy may go to its recipient: what is protected from them, and sealed words copied out by hand."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from openmash.access import Actor
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.people import queries as people_queries
from openmash.people.queries import PersonView
from openmash.products import permissions, rules
from openmash.products.errors import ProductNotFound
from openmash.products.models import Product, ProductAuthor, ProductItem
from openmash.sealed import queries as sealed_queries
from openmash.sealed import rules as sealed_rules
from openmash.sealed.queries import Standing

READ_LATELY = timedelta(days=28)
"""How long what an author read in other rooms is compared with what they write: two cases open on one desk."""
# Whoever wrote it knows it as well as whoever read it.
_READINGS = ("item.read", "item.read_for_release", "item.sealed", "item.corrected")


def objections(product_id: UUID, *, copy: rules.Copy, actor: Actor, at: datetime) -> tuple[rules.Objection, ...]:
    """What speaks against this copy going to the product's team, as sentences that give nothing away; none if it may.

    Sealed texts are opened to be compared, and shown to nobody; that they were is on the log.

    Args:
        product_id: the product.
        copy: exactly what would leave.
        actor: who composes, approves or releases.
        at: when.

    Raises:
        NotFound, Refused.
    """
    permissions.require_can_read_draft(actor)
    row = Product.objects.filter(hub_id=actor.hub_id, id=product_id).first()
    if row is None:
        raise ProductNotFound
    audit.record("product.compared", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id)
    return (*_guarded(row, copy, actor), *_overlapping(row, copy, actor, at))


def warnings(enquiry: EnquiryView, *, actor: Actor) -> tuple[rules.WarningInCopy, ...]:
    """Every danger to staff that is on record about the family, as it goes with every copy."""
    return tuple(
        rules.WarningInCopy(
            person=each.person_name,
            words=each.words,
            since=rules.day(each.since),
            recorded_by=each.recorded_by_name,
        )
        for each in people_queries.warnings(_family(enquiry, actor), actor=actor)
    )


def _guarded(row: Product, copy: rules.Copy, actor: Actor) -> tuple[rules.Objection, ...]:
    enquiry = enquiry_queries.enquiry(row.enquiry_id, actor=actor)
    family = _family(enquiry, actor)
    standing = sealed_queries.standing_protections(actor)
    if not standing:
        return ()
    concerned = {p for s in standing for p in (*s.against_people, s.person_id) if p}
    people = people_queries.persons(concerned, actor=actor)
    known = {each.identity for each in family.values()}
    same = people_queries.same_as(family, hub_id=actor.hub_id)
    here = {each.id for each in people.values() if each.id in same or _is_one_of(each, known)}
    against = [s for s in standing if s.against_people & here or row.team_id in s.against_teams]
    if not against:
        return ()
    terms = sealed_queries.terms_for_comparing([each.id for each in against], actor=actor)
    return rules.guarded(
        copy,
        [
            rules.Protected(
                kind_words=sealed_rules.GUARD_WORDS[each.kind],
                recorded_by=each.recorded_by_name,
                terms=(*terms[each.id].pairs(), *_addresses(each, people)),
                names_recipient=row.team_id in each.against_teams
                and (each.person_id in here or each.enquiry_id == row.enquiry_id),
            )
            for each in against
            if each.id in terms
        ],
    )


def _addresses(each: Standing, people: dict[UUID, PersonView]) -> Iterable[tuple[str, str]]:
    """Where a protected person is recorded as living, except what the other side is recorded at as well."""
    if each.kind not in sealed_rules.KEEPS_ADDRESSES_BACK or each.person_id not in people:
        return
    theirs = [a.words for p in each.against_people if p in people for a in people[p].addresses]
    for address in people[each.person_id].addresses:
        if not any(rules.same_place(address.words, known) for known in theirs):
            yield from (("address", address.lines), ("postcode", address.postcode))


def _overlapping(row: Product, copy: rules.Copy, actor: Actor, at: datetime) -> tuple[rules.Objection, ...]:
    elsewhere = audit_queries.things_touched(_READINGS, by=_authors(row, actor), since=at - READ_LATELY, actor=actor)
    going = ProductItem.objects.filter(hub_id=actor.hub_id, product=row).values_list("request_id", flat=True)
    staying = sealed_queries.staying(row.enquiry_id, going=set(going), elsewhere=elsewhere, actor=actor)
    return rules.copied_out(
        copy, [rules.StayingText(each.item_id, each.text, each.let_go, each.edited) for each in staying]
    )


def _authors(row: Product, actor: Actor) -> set[UUID]:
    rows = ProductAuthor.objects.filter(hub_id=actor.hub_id, product=row)
    return set(rows.values_list("user_id", flat=True))


def _family(enquiry: EnquiryView, actor: Actor) -> dict[UUID, PersonView]:
    """Everybody in the enquiry, and everybody who is recorded as somebody's of one of them."""
    people = {p.id: p for p in (*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members))}
    related = people_queries.relationships(people, actor=actor)
    others = {each for r in related for each in (r.person_id, r.other_id)} - set(people)
    return people | (people_queries.persons(others, actor=actor) if others else {})


def _is_one_of(person: PersonView | None, known: Collection[tuple[str, str, date | None]]) -> bool:
    """Whether somebody of the same name and birth date is among them: recorded twice, they are the same danger."""
    return person is not None and person.born_on is not None and person.identity in known
