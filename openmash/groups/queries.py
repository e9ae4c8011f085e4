"""Groups as whoever may see them sees them; whoever is kept out of anything in one does not know that it is there."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import permissions, rules
from openmash.groups.errors import NoSuchGroup
from openmash.groups.models import Group, GroupLink, GroupReader, GroupReview
from openmash.groups.rules import PART_WORDS, SEES_WORDS, Part
from openmash.groups.states import GroupState
from openmash.people import queries as people_queries
from openmash.sealed import queries as sealed_queries
from openmash.sealed.rules import require_may_enter_now

ERASED_WORDS = "Erased with the case on which it stood"


@dataclass(frozen=True)
class GroupRow:
    """A group as one line of a list; the numbers are of what is linked now.

    Args:
        cases: on how many cases it stands.
        here: whether the case that was asked about is one of them.
    """

    id: UUID
    name: str
    is_kept: bool
    review_on: date
    victims: int
    pose_risk: int
    places: int
    cases: int
    sees_words: str
    begun_by_name: str
    here: bool = False


@dataclass(frozen=True)
class LinkView:
    """Somebody or some place in a group, on the ground of one case.

    Args:
        label: the person's name, or what the place is.
        why: what links them; where it was erased it says so.
        ended_why: why it was taken out; empty while it stands.
        cases: on how many cases' ground the same person or place stands in this group.
    """

    id: UUID
    part: str
    part_label: str
    person_id: UUID | None
    label: str
    postcode: str
    enquiry_id: UUID
    reference: str
    why: str
    linked_at: datetime
    linked_by_name: str
    ended_at: datetime | None
    ended_by_name: str
    ended_why: str
    cases: int = 1


@dataclass(frozen=True)
class LinkHeld:
    """That somebody stands, or stood, in a group, on the ground of one case; ``few``: it names who may see it."""

    id: UUID
    enquiry_id: UUID
    few: bool


@dataclass(frozen=True)
class LinkWords:
    """Why somebody stands in a group; ``others``: the names of everybody in it, by id, to be kept out of an answer."""

    part_label: str
    why: str
    ended_why: str
    linked_at: datetime
    linked_by_name: str
    others: dict[UUID, str]


@dataclass(frozen=True)
class ReviewView:
    """That somebody looked at a group again, and what they found."""

    reviewed_at: datetime
    reviewed_by_name: str
    found: str
    next_on: date | None


@dataclass(frozen=True)
class GroupView:
    """A group with all that is linked in it, opened: the reading stands on the log before.

    Args:
        readers: names of those who were named to see it; none where the whole room does.
        ended: links that were taken out again, the latest first.
        cases: reference of every case it stands on, by id.
    """

    id: UUID
    name: str
    is_kept: bool
    why: str
    ground_title: str
    sees: str
    sees_words: str
    readers: tuple[str, ...]
    review_on: date
    review_is_late: bool
    begun_at: datetime
    begun_by_name: str
    links: tuple[LinkView, ...]
    ended: tuple[LinkView, ...]
    reviews: tuple[ReviewView, ...]
    cases: dict[UUID, str]
    may_keep: bool

    def of(self, part: str) -> tuple[LinkView, ...]:
        """What is linked now as one part, by name."""
        return tuple(link for link in self.links if link.part == part)


def groups(actor: Actor, *, at: datetime) -> list[GroupRow]:
    """The groups that the actor may see: those kept first, the nearest review at the head; the statements do not grow.

    Raises:
        Refused: their role does not work in the room.
        RuleBroken: their vetting or their agency's agreement does not hold today.
    """
    require_may_read(actor, at=at)
    return _rows(visible(actor), actor)


def groups_of_case(enquiry_id: UUID, *, actor: Actor, at: datetime) -> list[GroupRow]:
    """The groups kept now, those that this case or somebody in it is in first.

    Raises:
        NotFound, Refused, KeptOut, RuleBroken: as of ``room``.
    """
    permissions.require_can_see(actor)
    sealed_queries.require_reader(actor, at, enquiry_id)
    people = enquiry_queries.enquiry(enquiry_id, actor=actor).person_ids
    same = people_queries.same_as(people, hub_id=actor.hub_id)
    about = Q(enquiry_id=enquiry_id) | Q(person_id__in=same)
    links = GroupLink.objects.filter(about, hub_id=actor.hub_id, ended_at=None)
    rows = _rows(
        visible(actor).filter(state=GroupState.KEPT), actor, here=set(links.values_list("group_id", flat=True))
    )
    return sorted(rows, key=lambda row: not row.here)


def group(group_id: UUID, *, actor: Actor, at: datetime) -> GroupView:
    """A group with its sealed reasons, each of which is logged as read; ``services.open_`` writes who opened it.

    Raises:
        NotFound: there is none, or none that the actor may know of.
        Refused, RuleBroken: as of ``room``.
    """
    row = require_group(group_id, actor=actor, at=at)
    links = list(GroupLink.objects.filter(hub_id=actor.hub_id, group=row).order_by("linked_at", "id"))
    reviews = list(GroupReview.objects.filter(hub_id=actor.hub_id, group=row).order_by("-reviewed_at", "id"))
    words = _words(row, links, reviews, actor, at)
    cases = enquiry_queries.references({row.enquiry_id, *(link.enquiry_id for link in links)}, actor=actor)
    shown = _links(links, words, cases, actor)
    readers = GroupReader.objects.filter(hub_id=actor.hub_id, group=row).values_list("user_id", flat=True)
    names = account_queries.names_of(list(readers), hub_id=actor.hub_id)
    return GroupView(
        id=row.id,
        name=row.name,
        is_kept=row.state == GroupState.KEPT,
        why=words[row.why_id],
        ground_title=rules.ground_title(row.ground),
        sees=row.sees,
        sees_words=SEES_WORDS[row.sees],
        readers=tuple(sorted(names.values())),
        review_on=row.review_on,
        review_is_late=row.state == GroupState.KEPT and rules.review_is_late(row.review_on, at=at),
        begun_at=row.begun_at,
        begun_by_name=row.begun_by_name,
        links=tuple(link for link in shown if link.ended_at is None),
        ended=tuple(link for link in reversed(shown) if link.ended_at is not None),
        reviews=tuple(
            ReviewView(each.reviewed_at, each.reviewed_by_name, words[each.found_id], each.next_on) for each in reviews
        ),
        cases=cases,
        may_keep=bool(permissions.can_keep(actor)) and row.state == GroupState.KEPT,
    )


def links_about(person_ids: Collection[UUID], *, hub_id: UUID) -> list[LinkHeld]:
    """Every place that these people have, or had, in a group: for whoever gathers, and nothing of its words."""
    rows = GroupLink.objects.filter(hub_id=hub_id, person_id__in=person_ids).select_related("group")
    return [
        LinkHeld(row.id, row.enquiry_id, row.group.sees != rules.Sees.ROOM) for row in rows.order_by("linked_at", "id")
    ]


def links_seen(actor: Actor) -> QuerySet[GroupLink]:
    """The links of groups that the actor may know of."""
    return GroupLink.objects.filter(hub_id=actor.hub_id, group__in=visible(actor))


def people_in_groups_kept_from(actor: Actor) -> frozenset[UUID]:
    """Who is in a group that the actor is kept away from because of somebody in it: to keep them away."""
    shut = _shut_to(actor)
    if shut is None:
        return frozenset()
    away = Group.objects.filter(shut, hub_id=actor.hub_id)
    linked = GroupLink.objects.filter(hub_id=actor.hub_id, group__in=away, person__isnull=False)
    return frozenset(each for each in linked.values_list("person_id", flat=True) if each)


def link_words(link_id: UUID, *, actor: Actor, at: datetime) -> LinkWords:
    """Why somebody stands in a group, in words that are logged as read; raises as ``group``."""
    group_of_link(link_id, actor=actor, at=at)
    row = GroupLink.objects.get(hub_id=actor.hub_id, id=link_id)
    wanted = {row.enquiry_id: {each for each in (row.why_id, row.ended_why_id) if each}}
    read = sealed_queries.texts_of_cases(wanted, actor=actor, at=at)
    others = GroupLink.objects.filter(hub_id=actor.hub_id, group_id=row.group_id, person__isnull=False)
    names = people_queries.names([each for each in others.values_list("person_id", flat=True) if each], actor=actor)
    return LinkWords(
        part_label=PART_WORDS[row.part],
        why=read[row.why_id] or ERASED_WORDS,
        ended_why=(read[row.ended_why_id] or ERASED_WORDS) if row.ended_why_id else "",
        linked_at=row.linked_at,
        linked_by_name=row.linked_by_name,
        others=names,
    )


def name_of(group_id: UUID, *, actor: Actor, at: datetime) -> str:
    """What a group is called, for the pages on which it is changed; raises as ``group``."""
    return require_group(group_id, actor=actor, at=at).name


def group_of_link(link_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """The group of a link that the actor may see; raises as ``group``."""
    found = GroupLink.objects.filter(hub_id=actor.hub_id, id=link_id).values_list("group_id", flat=True).first()
    if found is None:
        raise NoSuchGroup
    require_group(found, actor=actor, at=at)
    return found


def readers_of(group_id: UUID, *, actor: Actor, at: datetime) -> tuple[str, frozenset[UUID]]:
    """Who may see a group: a code of ``SEES_WORDS``, and who is named; raises as ``group``."""
    row = require_group(group_id, actor=actor, at=at)
    readers = GroupReader.objects.filter(hub_id=actor.hub_id, group=row).values_list("user_id", flat=True)
    return row.sees, frozenset(readers)


def who_can_be_named(actor: Actor) -> list[tuple[UUID, str]]:
    """Colleagues who work in the room, by name, but for the actor: whom a group can be shown to."""
    return [
        (each.user_id, f"{each.name}, {each.agency_name}")
        for each in account_queries.people_of(actor.hub_id)
        if Permission.ENTER_SEALED_ROOM in ROLES[each.role].permissions and each.user_id != actor.id
    ]


def require_may_read(actor: Actor, *, at: datetime) -> None:
    """The gate of the room without a case: role, vetting and agreement; raises Refused, RuleBroken."""
    permissions.require_can_see(actor)
    require_may_enter_now(
        vetted_until=actor.vetted_until, agreement_until=actor.agreement_until, agency=actor.agency_name, at=at
    )


def require_group(group_id: UUID, *, actor: Actor, at: datetime) -> Group:
    """The row of a group that the actor may see and read today, for this package; raises as ``group``."""
    permissions.require_can_see(actor)
    row = visible(actor).filter(id=group_id).first()
    if row is None:
        raise NoSuchGroup
    require_may_read(actor, at=at)  # only now: what is not there for somebody is not there, vetted or not
    return row


def visible(actor: Actor) -> QuerySet[Group]:
    """The groups that the actor may know of: every list, count and address goes through this.

    A group that names its readers is there for them and whoever begun it. Whoever is kept out of one of its cases, or
    away from somebody in it, is kept away from the whole group: the rest would say who is missing.
    """
    named = GroupReader.objects.filter(hub_id=actor.hub_id, group_id=OuterRef("id"), user_id=actor.id)
    rows = Group.objects.filter(hub_id=actor.hub_id)
    rows = rows.filter(Q(sees=rules.Sees.ROOM) | Q(begun_by=actor.id) | Q(Exists(named)))
    shut = _shut_to(actor)
    return rows if shut is None else rows.exclude(shut)


def _shut_to(actor: Actor) -> Q | None:
    """Which groups the actor is kept away from, whoever may see them; None where they are kept out of nothing."""
    cases, people = enquiry_queries.kept_out_of(actor), enquiry_queries.people_kept_from(actor)
    if not cases and not people:
        return None
    shut = Q(enquiry_id__in=cases) | Q(person_id__in=people)
    kept_from = GroupLink.objects.filter(shut, hub_id=actor.hub_id, group_id=OuterRef("id"))
    return Q(enquiry_id__in=cases) | Q(Exists(kept_from))


def _rows(found: QuerySet[Group], actor: Actor, here: Collection[UUID] = ()) -> list[GroupRow]:
    rows = list(found.order_by("-state", "review_on", "name", "id"))
    linked: dict[UUID, list[GroupLink]] = defaultdict(list)
    for link in GroupLink.objects.filter(hub_id=actor.hub_id, group__in=rows, ended_at=None):
        linked[link.group_id].append(link)
    known = people_queries.identities_of(actor.hub_id)
    return [
        GroupRow(
            id=row.id,
            name=row.name,
            is_kept=row.state == GroupState.KEPT,
            review_on=row.review_on,
            victims=_people(linked[row.id], Part.VICTIM, known),
            pose_risk=_people(linked[row.id], Part.POSES_RISK, known),
            places=len({_place(link) for link in linked[row.id] if link.part == Part.PLACE}),
            cases=len({row.enquiry_id, *(link.enquiry_id for link in linked[row.id])}),
            sees_words=SEES_WORDS[row.sees],
            begun_by_name=row.begun_by_name,
            here=row.id in here,
        )
        for row in rows
    ]


def _people(links: Iterable[GroupLink], part: str, known: people_queries.Identities) -> int:
    """How many people are linked as one part, however often each is recorded."""
    return len({min(known.same(link.person_id)) for link in links if link.part == part and link.person_id})


def _place(link: GroupLink) -> str:
    """The same place, however it was typed: by its postcode where it has one."""
    return "".join((link.postcode or link.place).upper().split())


def _words(
    row: Group, links: Iterable[GroupLink], reviews: Iterable[GroupReview], actor: Actor, at: datetime
) -> dict[UUID, str]:
    """Every sealed reason of a group in one reading, each under the case that it stands on."""
    wanted: dict[UUID, set[UUID]] = defaultdict(set)
    wanted[row.enquiry_id].add(row.why_id)
    for link in links:
        wanted[link.enquiry_id] |= {each for each in (link.why_id, link.ended_why_id) if each}
    for review in reviews:
        wanted[review.enquiry_id].add(review.found_id)
    read = sealed_queries.texts_of_cases(wanted, actor=actor, at=at)
    return {text_id: ERASED_WORDS if words is None else words for text_id, words in read.items()}


def _links(
    rows: Collection[GroupLink], words: dict[UUID, str], references: dict[UUID, str], actor: Actor
) -> list[LinkView]:
    names = people_queries.names([row.person_id for row in rows if row.person_id], actor=actor)
    known = people_queries.identities_of(actor.hub_id)
    stands: dict[tuple[str, object], set[UUID]] = defaultdict(set)

    def same(row: GroupLink) -> tuple[str, object]:
        return row.part, min(known.same(row.person_id)) if row.person_id else _place(row)

    for row in rows:
        if row.ended_at is None:
            stands[same(row)].add(row.enquiry_id)
    shown = [
        LinkView(
            id=row.id,
            part=row.part,
            part_label=PART_WORDS[row.part],
            person_id=row.person_id,
            label=names.get(row.person_id, "") if row.person_id else row.place,
            postcode=row.postcode,
            enquiry_id=row.enquiry_id,
            reference=references.get(row.enquiry_id, ""),
            why=words[row.why_id],
            linked_at=row.linked_at,
            linked_by_name=row.linked_by_name,
            ended_at=row.ended_at,
            ended_by_name=row.ended_by_name,
            ended_why=words[row.ended_why_id] if row.ended_why_id else "",
            cases=len(stands[same(row)]),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda link: (link.label, link.linked_at))
