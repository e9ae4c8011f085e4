"""Everybody whom contacts of some months are about, by where they live and go to school; without a name."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from openmash.access import Actor
from openmash.contacts.models import Contact, ContactPerson, Kind
from openmash.contacts.rules import ABOUT
from openmash.contacts.states import ContactState
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.reporting.queries.missing import protected_addresses
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import KEPT_BACK, NO_SCHOOL, UNKNOWN_PLACE, Naming, Period, sector


def namings(actor: Actor, period: Period) -> tuple[list[Naming], list[Naming]]:
    """Who was told of during a period, and during as many months before, once for each contact; raises Refused.

    Requests for advice, further notices of the same event, what was erased and what the actor is kept out of are not
    counted. Of whoever must not be found neither where they live nor their school is told, and of whoever lives where
    such a person lives not where. The number of statements does not grow.
    """
    zone = zone_of(actor)
    came = Contact.objects.filter(
        hub_id=actor.hub_id,
        received_at__gte=period.before.begins(zone),
        received_at__lt=period.ends(zone),
        erased_at=None,
    ).exclude(kind=Kind.ADVICE)
    counted = came.exclude(state=ContactState.JOINED).exclude(id__in=enquiry_queries.contacts_kept_from(actor))
    named = ContactPerson.objects.filter(hub_id=actor.hub_id, contact__in=counted, involvement__in=ABOUT)
    named = named.exclude(person_id__in=enquiry_queries.people_kept_from(actor)).select_related("contact")
    rows = list(named.order_by("contact__received_at", "id"))
    protected, postcodes = protected_addresses(actor.hub_id)
    known, written = people_queries.identities_of(actor.hub_id), _written(row.school for row in rows)
    now: list[Naming] = []
    before: list[Naming] = []
    for row in rows:
        hidden = row.person_id in protected
        lives = KEPT_BACK if hidden or _plain(row.postcode) in postcodes else sector(row.postcode) or UNKNOWN_PLACE
        goes = KEPT_BACK if hidden else written.get(_key(row.school), NO_SCHOOL)
        who = known.first(row.person_id) if row.person_id else row.id
        when = now if row.contact.received_at >= period.begins(zone) else before
        when.append(Naming(row.contact_id, who, lives, goes))
    return now, before


def _written(schools: Iterable[str]) -> dict[str, str]:
    """Each school as it is written most often, by its letters alone."""
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for school in schools:
        if _key(school):
            ways[_key(school)][" ".join(school.split())] += 1
    return {key: min(found, key=lambda way: (-found[way], way)) for key, found in ways.items()}


def _key(school: str) -> str:
    return "".join(letter for letter in school.lower() if letter.isalnum())


def _plain(postcode: str) -> str:
    return "".join(postcode.upper().split())
