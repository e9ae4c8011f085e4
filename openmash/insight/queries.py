"""People, cases, addresses, schools and groups that link cases, as far as one actor may know of each.

Whatever the actor is kept from is not there: no node, no line, no number. Whoever's address is kept back has none here,
and whoever is kept apart from another identity is shown only where the map starts from them, and never with it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.contacts.models import ContactPerson
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import Member, Subject
from openmash.groups import permissions as group_permissions
from openmash.groups import queries as group_queries
from openmash.groups.models import GroupLink
from openmash.insight import permissions
from openmash.insight.rules import ADDRESS, CASE, GROUP, KIND_WORDS, MOST_PEOPLE, SCHOOL, STEPS, Drawing, drawn
from openmash.people import queries as people_queries
from openmash.people.models import Address
from openmash.sealed.models import Protection
from openmash.sealed.rules import KEEPS_ADDRESSES_BACK, require_may_enter_now


@dataclass(frozen=True)
class Thing:
    """What links people: a case, an address, a school or a group.

    Args:
        id: of a case or a group; None for an address or a school.
        people: names of those whom it links.
    """

    kind: str
    kind_words: str
    label: str
    id: UUID | None
    people: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """A network around somebody: the drawing, the same as a table, and whether more people were found than drawn."""

    drawing: Drawing
    people: tuple[str, ...]
    things: tuple[Thing, ...]
    cut: bool


@dataclass
class _Found:
    """What is gathered on the way; people by the first record of each."""

    people: dict[UUID, None] = field(default_factory=dict)
    things: dict[tuple[str, str], set[UUID]] = field(default_factory=lambda: defaultdict(set))
    labels: dict[tuple[str, str], tuple[str, UUID | None]] = field(default_factory=dict)
    cut: bool = False


def require_may_look(actor: Actor, *, at: datetime) -> None:
    """Role, and the vetting and agreement of the room: a network says more than any one case does.

    The hub's analyst may look without ever entering the room; what only the room knows, its groups, is not drawn then.

    Raises:
        Refused, RuleBroken.
    """
    permissions.require_can_look(actor)
    require_may_enter_now(
        vetted_until=actor.vetted_until,
        agreement_until=actor.agreement_until,
        agency=actor.agency_name,
        at=at,
        opens="a network across cases",
    )


def around_case(enquiry_id: UUID, *, actor: Actor, at: datetime) -> Network:
    """The network around everybody in a case; ``services`` writes down who looked, and why, before.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken.
    """
    require_may_look(actor, at=at)
    return _Gathering(actor).around(enquiry_queries.enquiry(enquiry_id, actor=actor).person_ids)


def around_person(person_id: UUID, *, actor: Actor, at: datetime) -> Network:
    """The network around somebody; as ``around_case``."""
    require_may_look(actor, at=at)
    enquiry_queries.require_person(person_id, actor=actor)
    return _Gathering(actor).around([person_id])


class _Gathering:
    """One walk from the start, with what the actor is kept from read beforehand; statements grow by step alone."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.hub = actor, {"hub_id": actor.hub_id}
        self.cases_out = enquiry_queries.kept_out_of(actor)
        self.people_out = enquiry_queries.people_kept_from(actor)
        self.contacts_out = enquiry_queries.contacts_kept_from(actor)
        self.known = people_queries.identities_of(actor.hub_id)
        self.no_address, self.no_postcode = _kept_back(actor.hub_id)
        groups = group_queries.visible(actor).filter(state="kept") if group_permissions.can_see(actor) else ()
        self.groups = {row.id: row.name for row in groups}
        self.found = _Found()

    def around(self, start: Iterable[UUID]) -> Network:
        """Everybody within ``STEPS`` of the start, and what links at least two of them."""
        first = [self.known.first(each) for each in start]
        apart = {other for each in first for other in self.known.apart_from(each)}
        two_lives = {each for pair in self.known.apart for one in pair for each in self.known.same(one)}
        self.never = (frozenset(apart) | two_lives) - frozenset(first) | self.people_out | frozenset(apart)
        self.found.people = dict.fromkeys(each for each in first if each not in self.people_out)
        frontier = list(self.found.people)
        for step in range(STEPS + 1):
            frontier = self._step(frontier, grows=step < STEPS)
        return self._network(frozenset(first))

    def _step(self, frontier: Collection[UUID], *, grows: bool) -> list[UUID]:
        """What links these people; whom else each links comes next."""
        records = {each for person in frontier for each in self.known.same(person)}
        before = len(self.found.people)
        for link, others in (*self._cases(records), *self._addresses(records), *self._of_groups(records)):
            self._note(link, others, grows=grows)
        for link, others in self._schools(records):
            self._note(link, others, grows=False)  # a school links hundreds who have nothing else in common
        return list(self.found.people)[before:]

    def _note(self, link: tuple[str, str], others: Collection[UUID], *, grows: bool) -> None:
        for each in {self.known.first(one) for one in others if one not in self.never}:
            if each in self.never:
                continue
            if grows and each not in self.found.people:
                if len(self.found.people) >= MOST_PEOPLE:
                    self.found.cut = True
                    continue
                self.found.people[each] = None
            self.found.things[link].add(each)

    def _cases(self, records: set[UUID]) -> list[tuple[tuple[str, str], set[UUID]]]:
        tables = (Subject, Member)
        ids = {
            each
            for table in tables
            for each in table.objects.filter(person_id__in=records, **self.hub).values_list("enquiry_id", flat=True)
        } - self.cases_out
        people: dict[UUID, set[UUID]] = defaultdict(set)
        for table in tables:
            rows = table.objects.filter(enquiry_id__in=ids, **self.hub).order_by("enquiry_id", "id")
            for enquiry_id, person_id in rows.values_list("enquiry_id", "person_id"):
                people[enquiry_id].add(person_id)
        references = enquiry_queries.references(ids, actor=self.actor)
        for each in ids:
            self.found.labels[CASE, str(each)] = (references[each], each)
        return [((CASE, str(each)), people[each]) for each in sorted(ids)]

    def _addresses(self, records: set[UUID]) -> list[tuple[tuple[str, str], set[UUID]]]:
        theirs = Address.objects.filter(person_id__in=records - self.no_address, **self.hub).exclude(postcode="")
        wanted = {_key(each.lines, each.postcode) for each in theirs if _plain(each.postcode) not in self.no_postcode}
        shared: dict[str, set[UUID]] = defaultdict(set)
        rows = Address.objects.filter(postcode__in={each.postcode for each in theirs}, **self.hub).order_by("id")
        for row in rows.exclude(person_id__in=self.no_address):
            key = _key(row.lines, row.postcode)
            if key in wanted:
                shared[key].add(row.person_id)
                self.found.labels[ADDRESS, key] = (", ".join(filter(None, (row.lines, row.postcode))), None)
        return [((ADDRESS, key), people) for key, people in sorted(shared.items())]

    def _of_groups(self, records: set[UUID]) -> list[tuple[tuple[str, str], set[UUID]]]:
        links = GroupLink.objects.filter(group_id__in=self.groups, ended_at=None, person_id__isnull=False, **self.hub)
        people: dict[UUID, set[UUID]] = defaultdict(set)
        for group_id, person_id in links.values_list("group_id", "person_id"):
            people[group_id].add(person_id)
        here = [each for each, theirs in people.items() if theirs & records]
        for each in here:
            self.found.labels[GROUP, str(each)] = (self.groups[each], each)
        return [((GROUP, str(each)), people[each]) for each in sorted(here)]

    def _schools(self, records: set[UUID]) -> list[tuple[tuple[str, str], set[UUID]]]:
        rows = ContactPerson.objects.filter(person_id__in=records, **self.hub).exclude(school="")
        people: dict[str, set[UUID]] = defaultdict(set)
        for person_id, school in rows.exclude(contact_id__in=self.contacts_out).values_list("person_id", "school"):
            key = " ".join(school.lower().split())
            people[key].add(person_id)
            self.found.labels[SCHOOL, key] = (school.strip(), None)
        return [((SCHOOL, key), theirs) for key, theirs in sorted(people.items())]

    def _network(self, start: frozenset[UUID]) -> Network:
        shown = self.found.people
        names = people_queries.names(shown, actor=self.actor)
        links = {key: [each for each in shown if each in theirs] for key, theirs in self.found.things.items()}
        # A case or a group says something of one person as well; an address or a school only where it links two.
        links = {key: theirs for key, theirs in links.items() if len(theirs) >= (1 if key[0] in (CASE, GROUP) else 2)}
        label = self.found.labels
        drawing = drawn(
            [(str(each), names[each], each in start) for each in shown],
            [("|".join(key), key[0], label[key][0]) for key in links],
            {"|".join(key): [str(each) for each in theirs] for key, theirs in links.items()},
        )
        things = [
            Thing(key[0], KIND_WORDS[key[0]], *label[key], people=tuple(names[each] for each in theirs))
            for key, theirs in links.items()
        ]
        order = list(KIND_WORDS)
        things.sort(key=lambda each: (-len(each.people), order.index(each.kind), each.label))
        return Network(drawing, tuple(names[each] for each in shown), tuple(things), self.found.cut)


def _kept_back(hub_id: UUID) -> tuple[frozenset[UUID], frozenset[str]]:
    """Whose address nobody is told, by every record of theirs, and the postcodes at which they live or lived."""
    kinds = [str(kind) for kind in KEEPS_ADDRESSES_BACK]
    protections = Protection.objects.filter(hub_id=hub_id, ended_at=None, kind__in=kinds, person_id__isnull=False)
    protected = people_queries.same_as(protections.values_list("person_id", flat=True), hub_id=hub_id)
    theirs = Address.objects.filter(hub_id=hub_id, person_id__in=protected).exclude(postcode="")
    return protected, frozenset(_plain(each) for each in theirs.values_list("postcode", flat=True))


def _key(lines: str, postcode: str) -> str:
    """The same address, however it was typed."""
    return f"{''.join(char for char in lines.lower() if char.isalnum())}|{_plain(postcode)}"


def _plain(postcode: str) -> str:
    return "".join(postcode.upper().split())
