"""Groups of victims, people who pose risk and places: who links them, who sees them, and how they end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.access import Role
from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.exclusions import services as exclusion_services
from openmash.groups import queries, services
from openmash.groups.models import GroupReader
from openmash.groups.rules import GroupTold, LinkTold
from openmash.retention.services import erasing
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
REVIEW = NOW.date() + timedelta(days=90)


def told(**changed: Any) -> GroupTold:
    """A group as a social worker begins it."""
    whole: dict[str, Any] = {
        "name": "Quay Street arcade",
        "why": "Three girls name the same car.",
        "ground": "children_act_1989_s47",
        "review_on": REVIEW,
    }
    return GroupTold(**whole | changed)


@contextmanager
def broken(rule: str, *, field: str | None = None) -> Iterator[None]:
    """That a rule refuses what is done within, beside that field."""
    with pytest.raises(RuleBroken) as said:
        yield
    assert (said.value.rule, said.value.field) == (rule, field)


def begun(case: Case, who: str = "social_worker", **changed: Any) -> UUID:
    return services.begin(
        enquiry_id=case.enquiry_id, told=told(**changed), actor=case.world.actor(who), at=case.later()
    )


def linked(case: Case, group_id: UUID, part: str = "victim", *, who: str = "social_worker", number: int = 0) -> UUID:
    whom = {"place": "The arcade", "postcode": "ex4 9zz"} if part == "place" else {"person_id": case.people()[number]}
    link = LinkTold(part, f"She told a teacher so: {part}.", **whom)  # type: ignore[arg-type]
    return services.link(
        group_id=group_id, enquiry_id=case.enquiry_id, told=link, actor=case.world.actor(who), at=case.later()
    )


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world)


def names(case: Case, who: str) -> list[str]:
    return [each.name for each in queries.groups(case.world.actor(who), at=case.later())]


def test_a_group_links_victims_people_who_pose_risk_and_a_place_across_two_cases(world: World, case: Case) -> None:
    other = open_case(world, family="Osprey")
    with world.inside():
        group_id = begun(case)
        linked(case, group_id)
        linked(case, group_id, "poses_risk", number=1)
        linked(case, group_id, "place")
        linked(other, group_id, who="evaluator")
        linked(other, group_id, "place", who="evaluator")
        [row] = queries.groups(world.actor("health"), at=case.later())
        assert (row.victims, row.pose_risk, row.places, row.cases) == (2, 1, 1, 2)
        opened = services.open_(group_id=group_id, actor=world.actor("health"), at=case.later())
        assert [link.label for link in opened.of("victim")] == ["Ada Osprey", "Ada Wren"]
        assert {(link.label, link.postcode, link.cases) for link in opened.of("place")} == {
            ("The arcade", "EX4 9ZZ", 2)
        }
        assert opened.why == "Three girls name the same car."
        assert opened.of("poses_risk")[0].why == "She told a teacher so: poses_risk."


def test_opening_a_group_is_on_the_log_with_every_reason_that_was_read(world: World, case: Case) -> None:
    with world.inside():
        group_id = begun(case)
        linked(case, group_id)
        services.open_(group_id=group_id, actor=world.actor("police"), at=case.later())
        by_police = Event.objects.filter(actor_id=world.people["police"])
        assert by_police.filter(name="group.opened", about_id=group_id).count() == 1
        read = by_police.filter(name="text.read", enquiry_id=case.enquiry_id)
        assert sorted(event.detail["purpose"] for event in read) == ["group", "group_link"]


@pytest.mark.parametrize("who", ["coordinator", "business_support", "governance", "administrator"])
def test_whoever_does_not_work_in_the_room_sees_no_group(who: str, world: World, case: Case) -> None:
    with world.inside():
        begun(case)
        with pytest.raises(Refused):
            names(case, who)
        assert names(case, "manager") == ["Quay Street arcade"]


@pytest.mark.parametrize("who", ["health", "police", "coordinator"])
def test_whoever_does_not_rate_in_the_room_begins_none(who: str, world: World, case: Case) -> None:
    with world.inside():
        with pytest.raises(Refused):
            begun(case, who)
        assert begun(case, "evaluator")


def test_a_group_that_names_its_readers_is_there_for_nobody_else(world: World, case: Case) -> None:
    with world.inside():
        group_id = begun(case, sees="named", readers=frozenset({world.people["police"]}))
        assert names(case, "police") == names(case, "social_worker") == ["Quay Street arcade"]
        assert names(case, "manager") == []
        with pytest.raises(NotFound):
            services.open_(group_id=group_id, actor=world.actor("manager"), at=case.later())
        with pytest.raises(NotFound):
            linked(case, group_id, who="manager")


def test_who_may_see_it_can_be_changed_by_whoever_sees_it(world: World, case: Case) -> None:
    with world.inside():
        group_id = begun(case)
        services.let_see(
            group_id=group_id, sees="named", readers=(world.people["health"],), actor=world.actor("evaluator"),
            at=case.later(),
        )  # fmt: skip
        assert names(case, "health") == names(case, "evaluator") == ["Quay Street arcade"]
        assert names(case, "manager") == []
        services.let_see(group_id=group_id, sees="room", readers=(), actor=world.actor("evaluator"), at=case.later())
        assert names(case, "manager") == ["Quay Street arcade"]
        assert GroupReader.objects.count() == 0


def test_nobody_outside_the_room_is_named_as_a_reader(world: World, case: Case) -> None:
    with world.inside():
        with broken("groups.readers_work_in_the_room", field="readers"):
            begun(case, sees="named", readers=frozenset({world.people["coordinator"]}))
        assert begun(case, sees="named", readers=frozenset({world.people["health"]}))


def test_whoever_is_kept_out_of_one_of_its_cases_does_not_know_of_the_group(world: World, case: Case) -> None:
    other = open_case(world, family="Osprey")
    with world.inside():
        group_id = begun(case)
        linked(case, group_id)
        linked(other, group_id)
        assert names(case, "manager") == ["Quay Street arcade"]
        exclusion_services.declare(
            user_id=world.people["manager"], enquiry_id=other.enquiry_id, ground="relative",
            actor=world.actor("governance"), at=case.later(),
        )  # fmt: skip
        assert names(case, "manager") == []
        [mine] = queries.groups_of_case(case.enquiry_id, actor=world.actor("social_worker"), at=case.later())
        assert mine.here
        assert queries.groups_of_case(case.enquiry_id, actor=world.actor("manager"), at=case.later()) == []
        with pytest.raises(NotFound):
            services.open_(group_id=group_id, actor=world.actor("manager"), at=case.later())


def test_whoever_is_kept_away_from_somebody_in_it_does_not_know_of_the_group(world: World, case: Case) -> None:
    other = open_case(world, family="Osprey")
    with world.inside():
        group_id = begun(other)
        linked(other, group_id)
        exclusion_services.declare(
            user_id=world.people["health"], person_id=other.people()[0], ground="relative",
            actor=world.actor("governance"), at=case.later(),
        )  # fmt: skip
        assert names(case, "health") == []
        assert names(case, "police") == ["Quay Street arcade"]


def test_whoever_s_vetting_has_ended_reads_none(world: World, case: Case) -> None:
    with world.inside():
        begun(case)
        long_after = datetime.combine(date(2036, 1, 1), NOW.timetz())
        with broken("sealed.vetting_is_current"):
            queries.groups(world.actor("police"), at=long_after)
        assert queries.groups(world.actor("police"), at=case.later())


WRONG = [
    ({"name": " "}, "groups.group_has_a_name", "name"),
    ({"name": "x" * 81}, "groups.group_has_a_name", "name"),
    ({"why": ""}, "groups.reason_is_given", "why"),
    ({"why": "x" * 2001}, "groups.reason_is_given", "why"),
    ({"ground": "because"}, "groups.group_has_a_lawful_ground", "ground"),
    ({"review_on": NOW.date()}, "groups.looked_at_again_in_half_a_year", "review_on"),
    ({"review_on": NOW.date() + timedelta(days=185)}, "groups.looked_at_again_in_half_a_year", "review_on"),
    ({"sees": "everybody"}, "groups.who_sees_it_is_said", "sees"),
]


@pytest.mark.parametrize(("changed", "rule", "field"), WRONG)
def test_a_group_is_begun_whole_or_not_at_all(
    changed: dict[str, Any], rule: str, field: str, world: World, case: Case
) -> None:
    with world.inside():
        with broken(rule, field=field):
            begun(case, **changed)
        assert begun(case, review_on=NOW.date() + timedelta(days=184))


LINKS = [
    ({"part": "friend"}, "groups.part_is_given", "part"),
    ({"why": " "}, "groups.reason_is_given", "why"),
    ({"person_id": None}, "groups.person_of_the_case", "whom"),
    ({"part": "place"}, "groups.place_in_words", "place"),
    ({"part": "place", "place": "x", "postcode": "EX4 9ZZ 12"}, "groups.postcode_is_one", "postcode"),
]


@pytest.mark.parametrize(("changed", "rule", "field"), LINKS)
def test_a_link_says_who_as_what_and_why(
    changed: dict[str, Any], rule: str, field: str, world: World, case: Case
) -> None:
    with world.inside():
        group_id, worker = begun(case), world.actor("social_worker")
        whole: dict[str, Any] = {"part": "victim", "why": "She said so.", "person_id": case.people()[0]}
        with broken(rule, field=field):
            services.link(
                group_id=group_id, enquiry_id=case.enquiry_id, told=LinkTold(**whole | changed), actor=worker,
                at=case.later(),
            )  # fmt: skip
        assert services.link(
            group_id=group_id, enquiry_id=case.enquiry_id, told=LinkTold(**whole), actor=worker, at=case.later()
        )


def test_nobody_of_another_case_is_linked_on_the_ground_of_this_one(world: World, case: Case) -> None:
    other = open_case(world, family="Osprey")
    with world.inside():
        group_id = begun(case)
        stranger = LinkTold("victim", "She is there too.", person_id=other.people()[0])
        with broken("groups.person_of_the_case", field="whom"):
            services.link(
                group_id=group_id, enquiry_id=case.enquiry_id, told=stranger, actor=world.actor("manager"),
                at=case.later(),
            )  # fmt: skip
        assert linked(other, group_id)


def test_the_same_person_is_linked_once_and_taken_out_once(world: World, case: Case) -> None:
    with world.inside():
        group_id = begun(case)
        link_id = linked(case, group_id)
        with broken("groups.linked_once", field="whom"):
            linked(case, group_id)
        worker = world.actor("social_worker")
        services.take_out(link_id=link_id, why="It was another Ada.", actor=worker, at=case.later())
        with broken("groups.taken_out_once"):
            services.take_out(link_id=link_id, why="Again.", actor=worker, at=case.later())
        opened = services.open_(group_id=group_id, actor=worker, at=case.later())
        assert opened.links == ()
        assert [(each.label, each.ended_why) for each in opened.ended] == [("Ada Wren", "It was another Ada.")]
        assert linked(case, group_id)


def test_a_review_keeps_a_group_until_another_day_or_closes_it(world: World, case: Case) -> None:
    with world.inside():
        group_id, manager = begun(case), world.actor("manager")
        later = REVIEW + timedelta(days=60)
        with broken("groups.looked_at_again_in_half_a_year", field="review_on"):
            services.review(group_id=group_id, found="Still.", next_on=NOW.date(), actor=manager, at=case.later())
        services.review(group_id=group_id, found="Two more girls.", next_on=later, actor=manager, at=case.later())
        [row] = queries.groups(manager, at=case.later())
        assert (row.review_on, row.is_kept) == (later, True)
        services.review(group_id=group_id, found="The arcade is shut.", next_on=None, actor=manager, at=case.later())
        opened = services.open_(group_id=group_id, actor=manager, at=case.later())
        assert [each.found for each in opened.reviews] == ["The arcade is shut.", "Two more girls."]
        assert not opened.is_kept
        with broken("groups.group_is_kept"):
            linked(case, group_id)


def test_what_stands_on_a_case_is_erased_with_it_and_the_rest_stays(world: World, case: Case) -> None:
    other = open_case(world, family="Osprey")
    with world.inside():
        group_id = begun(case)
        linked(case, group_id)
        linked(other, group_id)
        officer, worker = world.actor("governance"), world.actor("social_worker")
        assert officer.role is Role.INFORMATION_GOVERNANCE
        with pytest.raises(Refused):
            services.erase(enquiry_id=case.enquiry_id, actor=worker, at=case.later())
        erasing.sealed_services.erase_texts(enquiry_id=case.enquiry_id, actor=officer, at=case.later())
        assert services.erase(enquiry_id=case.enquiry_id, actor=officer, at=case.later()) == 1
        opened = services.open_(group_id=group_id, actor=worker, at=case.later())
        assert [link.label for link in opened.links] == ["Ada Osprey"]
        assert (opened.name, opened.why) == ("Quay Street arcade", queries.ERASED_WORDS)
        services.erase(enquiry_id=other.enquiry_id, actor=officer, at=case.later())
        [row] = queries.groups(worker, at=case.later())
        assert (row.name, row.is_kept) == (services.ERASED, False)


def test_another_hub_s_people_find_no_group(world: World, case: Case) -> None:
    kent = devon("kent")
    with world.inside():
        group_id = begun(case)
        assert names(case, "manager") == ["Quay Street arcade"]
    with kent.inside(), pytest.raises(NotFound):
        services.open_(group_id=group_id, actor=kent.actor("manager"), at=case.later())


def test_opening_takes_as_many_statements_for_four_cases_as_for_two(world: World, case: Case) -> None:
    with world.inside():
        group_id = begun(case)
        counts = []
        for family in ("Osprey", "Heron", "Teal"):
            linked(open_case(world, family=family), group_id)
            with CaptureQueriesContext(connection) as ran:
                services.open_(group_id=group_id, actor=world.actor("manager"), at=case.later())
            counts.append(len(ran))
        assert len(set(counts)) == 1, counts
