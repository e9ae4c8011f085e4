"""What the law asks about an adult is on record, sealed and audited, before anything is decided about them."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from openmash.adults import queries, services
from openmash.adults.models import ThreePartTest
from openmash.adults.rules import Capacity, CapacityTold, ResultTold
from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.decisions import queries as decision_queries
from openmash.decisions import services as decision_services
from openmash.decisions.models import Decision
from openmash.enquiries import services as enquiry_services
from openmash.sealed.models import SealedText
from tests.adults_at_risk import ASSUMED, MET, NOT_MET, WANTS, adult_of, child_of, open_adult_case, record_all
from tests.rooms import Case
from tests.world import devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_adult_case()
    with case.world.inside():
        yield case


def decide(case: Case, outcome: str, level: str = "adult_enquiry", whom: UUID | None = None) -> UUID:
    """The manager decides about the adult, or about somebody else."""
    team = {"adult_protection": "adults", "other_adult_enquiry": "adults", "social_care": "assessment"}.get(outcome)
    return decision_services.decide(
        subject_id=whom or adult_of(case),
        level=level,
        outcome=outcome,
        team_id=case.world.teams[team] if team else None,
        reasons="His money is going, and he cannot stop it.",
        actor=case.world.actor("manager"),
        at=case.later(),
    )


def rule_broken_by(case: Case, outcome: str, **told: object) -> str:
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        decide(case, outcome, **told)  # type: ignore[arg-type]
    return broken.value.rule


def test_an_adult_is_decided_about_once_all_three_are_on_record(case: Case) -> None:
    assert rule_broken_by(case, "adult_protection") == "decisions.adult_is_asked_about_first"
    record_all(case)
    decision_id = decide(case, "adult_protection")
    view = queries.adult(adult_of(case), actor=case.world.actor("manager"))
    assert view.test
    assert view.capacity
    assert view.wishes
    assert Decision.objects.get(id=decision_id).knew["adult"] == [
        str(each.id) for each in (view.test, view.capacity, view.wishes)
    ]
    assert decision_queries.knew(decision_id, actor=case.world.actor("manager")).intact


def test_where_a_part_is_not_met_the_council_enquires_without_section_42(case: Case) -> None:
    record_all(case, test=NOT_MET)
    assert rule_broken_by(case, "adult_protection") == "decisions.section_42_needs_all_three_parts"
    assert decide(case, "other_adult_enquiry", "adult_concern")


def test_where_all_parts_are_met_nothing_but_an_enquiry_under_section_42_is_decided(case: Case) -> None:
    record_all(case)
    assert rule_broken_by(case, "no_further_action") == "decisions.section_42_must_be_enquired_into"
    assert decide(case, "adult_protection")


def test_the_child_beside_him_is_decided_about_as_children_are(case: Case) -> None:
    assert rule_broken_by(case, "adult_protection", whom=child_of(case)) == "decisions.level_is_for_them"
    assert decide(case, "social_care", "level_3", whom=child_of(case))


def test_of_each_kind_the_newest_holds_and_the_others_stay(case: Case) -> None:
    worker, adult = case.world.actor("social_worker"), adult_of(case)
    services.record_test(subject_id=adult, told=NOT_MET, actor=worker, at=case.later())
    services.record_test(subject_id=adult, told=MET, actor=worker, at=case.later(), version=1)
    view = queries.adult(adult, actor=worker)
    assert view.test
    assert (view.test.number, view.test.met, view.test.abuse) == (2, True, ("Adult: financial abuse",))
    assert ThreePartTest.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        ThreePartTest.objects.update(needs=False)


def test_whoever_looked_before_somebody_else_recorded_is_told_so(case: Case) -> None:
    worker, adult = case.world.actor("social_worker"), adult_of(case)
    services.record_wishes(subject_id=adult, told=WANTS, actor=worker, at=case.later(), version=0)
    with pytest.raises(Stale):
        services.record_wishes(subject_id=adult, told=WANTS, actor=worker, at=case.later(), version=0)


def test_the_words_are_sealed_and_their_reading_is_on_the_log_first(case: Case) -> None:
    record_all(case)
    assert not any(b"bank card" in bytes(text.ciphertext) for text in SealedText.objects.all())
    read = Event.objects.filter(name="text.read").count()
    words = queries.words(adult_of(case), actor=case.world.actor("health"), at=case.later())
    assert words.test["at_risk"] == MET.at_risk_why
    assert words.capacity["decision"] == ASSUMED.decision
    assert words.wishes["wanted"] == WANTS.wanted
    assert words.result == {}
    assert Event.objects.filter(name="text.read").count() == read + 3
    with pytest.raises(Refused):
        queries.words(adult_of(case), actor=case.world.actor("coordinator"), at=case.later())
    assert queries.adult(adult_of(case), actor=case.world.actor("coordinator")).test


def test_a_lack_of_capacity_is_kept_with_its_two_stages(case: Case) -> None:
    told = CapacityTold(
        decision="where he lives",
        doubted=True,
        why="He could not keep in mind what he was told.",
        retain=False,
        impaired=True,
        because=True,
        assessed_by="Dr Nye",
        assessed_on=case.at.date(),
        spoken_for="advocate",
        best_interests="To stay at home, with help.",
    )
    worker, adult = case.world.actor("social_worker"), adult_of(case)
    services.record_capacity(subject_id=adult, told=told, actor=worker, at=case.later())
    found = queries.adult(adult, actor=worker).capacity
    assert found
    assert (found.finding, found.retain, found.understand) == (Capacity.LACKS, False, True)
    services.record_capacity(subject_id=adult, told=replace(told, doubted=False), actor=worker, at=case.later())
    found = queries.adult(adult, actor=worker).capacity
    assert found
    assert (found.finding, found.retain, found.assessed_on) == (Capacity.ASSUMED, True, None)


def test_whether_it_came_about_is_recorded_after_what_he_wants(case: Case) -> None:
    worker, adult = case.world.actor("social_worker"), adult_of(case)
    result = ResultTold(achieved="fully", risk="removed", said="I have my card.")
    with pytest.raises(RuleBroken) as broken:
        services.record_result(subject_id=adult, told=result, actor=worker, at=case.later())
    assert broken.value.rule == "adults.wanted_before_achieved"
    services.record_wishes(subject_id=adult, told=WANTS, actor=worker, at=case.later())
    services.record_result(subject_id=adult, told=result, actor=worker, at=case.later())
    found = queries.adult(adult, actor=worker).result
    assert found
    assert (found.achieved_words, found.risk_words) == ("Fully achieved", "Removed")


def test_only_those_who_weigh_what_came_back_record_it_and_only_of_adults(case: Case) -> None:
    for who in ("coordinator", "police", "business_support"):
        with pytest.raises(Refused):
            services.record_test(subject_id=adult_of(case), told=MET, actor=case.world.actor(who), at=case.later())
    manager = case.world.actor("manager")
    with pytest.raises(RuleBroken) as broken:
        services.record_test(subject_id=child_of(case), told=MET, actor=manager, at=case.later())
    assert broken.value.rule == "adults.asked_of_adults"
    assert services.record_test(subject_id=adult_of(case), told=MET, actor=manager, at=case.later())


def test_another_hub_does_not_find_him(case: Case) -> None:
    other = devon("other", people=("social_worker",))
    with other.inside(), pytest.raises(NotFound):
        services.record_test(subject_id=adult_of(case), told=MET, actor=other.actor("social_worker"), at=case.later())


def test_nothing_is_recorded_once_the_enquiry_is_closed_but_whether_it_came_about(case: Case) -> None:
    record_all(case)
    decide(case, "adult_protection")
    decide(case, "social_care", "level_3", whom=child_of(case))
    manager = case.world.actor("manager")
    enquiry_services.close(enquiry_id=case.enquiry_id, actor=manager, at=case.later())
    with pytest.raises(RuleBroken) as broken:
        services.record_test(subject_id=adult_of(case), told=MET, actor=manager, at=case.later())
    assert broken.value.rule == "enquiries.enquiry_is_open"
    told = ResultTold(achieved="partly", risk="reduced", said="He still rings.")
    assert services.record_result(subject_id=adult_of(case), told=told, actor=manager, at=case.later())
