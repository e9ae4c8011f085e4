"""Screening, checklists, return interviews, panels and issues, as the inside door's database role."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from openmash.audit.models import Event
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.models import Issue
from openmash.contacts.rules.issues import IssueTold
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.screening import queries, services
from openmash.screening.models import Checklist, JointScreening, PanelReferral, ReturnInterview, ScreeningVoice
from openmash.screening.rules.checklists import ChecklistTold, example, example_source
from openmash.screening.rules.interviews import InterviewTold
from openmash.screening.rules.joint import Voice
from openmash.screening.rules.panels import PanelTold
from openmash.sealed.models import SealedText
from tests.everything import works_by_everything
from tests.integration.enquiries_case import contact as recorded
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

BROUGHT = PanelTold(why="He said he will kill her.", agrees=True, safe_contact="Through her sister.")
HELD = InterviewTold("A youth worker", independent=True, said="I was at the arcade.")


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        works_by_everything(world)
        yield open_case(world)


def rule_of(broken: pytest.ExceptionInfo[RuleBroken]) -> str:
    return broken.value.rule


def issues(case: Case, contact_id: UUID) -> list[tuple[str, str]]:
    found = contact_queries.issues_of([contact_id], actor=case.world.actor("coordinator"))
    return [(each.code, each.about_name) for each in found if each.taken_back_at is None]


def test_one_contact_raises_an_issue_about_several_people_each_once(case: Case) -> None:
    contact_id, coordinator = recorded(case.world), case.world.actor("coordinator")
    told = [IssueTold("domestic_abuse", 1), IssueTold("domestic_abuse", 2), IssueTold("domestic_abuse")]
    contact_services.raise_issues(contact_id=contact_id, told=told, actor=coordinator, at=case.later())
    assert issues(case, contact_id) == [
        ("domestic_abuse", "Ada Wren"),
        ("domestic_abuse", "Mary Wren"),
        ("domestic_abuse", ""),
    ]
    with pytest.raises(RuleBroken) as broken:
        contact_services.raise_issues(contact_id=contact_id, told=told[:1], actor=coordinator, at=case.later())
    assert rule_of(broken) == "contacts.issue_is_raised_once"
    for wrong, rule in (
        (IssueTold("nothing"), "contacts.issue_is_the_hubs"),
        (IssueTold("domestic_abuse", 9), "contacts.issue_is_about_somebody_here"),
    ):
        with pytest.raises(RuleBroken) as broken:
            contact_services.raise_issues(contact_id=contact_id, told=[wrong], actor=coordinator, at=case.later())
        assert rule_of(broken) == rule
    with pytest.raises(RuleBroken) as broken:
        contact_services.raise_issues(contact_id=contact_id, told=[], actor=coordinator, at=case.later())
    assert rule_of(broken) == "contacts.some_issue_is_raised"
    with pytest.raises(Refused):
        contact_services.raise_issues(
            contact_id=contact_id, told=told[:1], actor=case.world.actor("police"), at=case.later()
        )


def test_an_issue_is_taken_back_once_and_may_be_raised_again(case: Case) -> None:
    contact_id, coordinator = recorded(case.world), case.world.actor("coordinator")
    told = [IssueTold("domestic_abuse", 1)]
    contact_services.raise_issues(contact_id=contact_id, told=told, actor=coordinator, at=case.later())
    [raised] = contact_queries.issues_of([contact_id], actor=coordinator)
    with pytest.raises(RuleBroken) as broken:
        contact_services.take_back_issue(issue_id=raised.id, why=" ", actor=coordinator, at=case.later())
    assert rule_of(broken) == "contacts.taken_back_with_a_reason"
    contact_services.take_back_issue(issue_id=raised.id, why="Another family.", actor=coordinator, at=case.later())
    with pytest.raises(NotFound):
        contact_services.take_back_issue(issue_id=raised.id, why="Again.", actor=coordinator, at=case.later())
    contact_services.raise_issues(contact_id=contact_id, told=told, actor=coordinator, at=case.later())
    assert Issue.objects.filter(contact_id=contact_id).count() == 2
    assert len(issues(case, contact_id)) == 1


def voices(case: Case, police: str, council: str) -> list[Voice]:
    agencies = case.world.agencies
    return [Voice(agencies["police"], "Sgt Penrose", police), Voice(agencies["council"], "Pat Holloway", council)]


def screen(case: Case, contact_id: UUID, outcome: str, *, police: str = "nothing", who: str = "evaluator") -> UUID:
    return services.screen(
        contact_id=contact_id,
        code="joint",
        voices=voices(case, police, "nothing"),
        outcome=outcome,
        reasons="Nobody was hurt.",
        actor=case.world.actor(who),
        at=case.later(),
    )


def test_where_a_screening_ends_it_the_contact_is_closed_with_the_reason(case: Case) -> None:
    contact_id = recorded(case.world)
    with pytest.raises(Refused):
        screen(case, contact_id, "nothing", who="business_support")
    screen(case, contact_id, "nothing")
    contact = contact_queries.contact(contact_id, actor=case.world.actor("coordinator"))
    assert contact.state == "signposted"
    assert contact.closing_reason == "Joint screening: Nothing to address. Nobody was hurt."
    with pytest.raises(RuleBroken) as broken:
        screen(case, contact_id, "assess")
    assert rule_of(broken) == "screening.before_triage"


def test_where_a_screening_goes_on_the_contact_waits_for_an_enquiry(case: Case) -> None:
    contact_id = recorded(case.world)
    screen(case, contact_id, "assess", police="assess")
    assert contact_queries.contact(contact_id, actor=case.world.actor("coordinator")).waits
    [view] = queries.screenings_of([contact_id], actor=case.world.actor("police"))
    assert [(each.said_by, each.outcome_label) for each in view.voices] == [
        ("Sgt Penrose", "To be assessed"),
        ("Pat Holloway", "Nothing to address"),
    ]


def test_a_screening_is_blanked_with_its_contact(case: Case) -> None:
    contact_id = recorded(case.world)
    screen(case, contact_id, "assess", police="assess")
    assert services.erase(contact_ids=[contact_id], actor=case.world.actor("governance"), at=case.later()) == 1
    assert JointScreening.objects.get().reasons == "Erased"
    assert {voice.said_by for voice in ScreeningVoice.objects.all()} == {"Erased"}
    assert JointScreening.objects.get().outcome == "assess"


def complete(case: Case, who: str = "social_worker", *, code: str = "risk") -> UUID:
    answers = dict.fromkeys((question.code for question in example().questions), "no")
    return services.complete(
        enquiry_id=case.enquiry_id,
        person_id=case.people()[1],
        code=code,
        told=ChecklistTold(answers, "high", "He has a key.", with_them=True),
        actor=case.world.actor(who),
        at=case.later(),
    )


def test_a_completed_checklist_stays_as_it_was_and_its_words_are_sealed(case: Case) -> None:
    checklist_id = complete(case)
    assert not any(b"He has a key" in bytes(text.ciphertext) for text in SealedText.objects.all())
    [view] = queries.checklists_of(case.enquiry_id, actor=case.world.actor("coordinator"))
    assert (view.score, view.judgement_label, view.panel) == (0, "High", "conference")
    read = Event.objects.filter(name="text.read").count()
    answers, why = queries.words_of_checklist(checklist_id, actor=case.world.actor("health"), at=case.later())
    assert (why, answers[0]) == ("He has a key.", (example().questions[0].text, "No"))
    assert Event.objects.filter(name="text.read").count() == read + 1
    with pytest.raises(Refused):
        queries.words_of_checklist(checklist_id, actor=case.world.actor("coordinator"), at=case.later())
    with pytest.raises(DatabaseError), transaction.atomic():
        Checklist.objects.update(judgement="standard")
    with pytest.raises(Refused):
        complete(case, "coordinator")


def test_a_text_loaded_again_leaves_what_was_completed_by_the_one_before(case: Case) -> None:
    checklist_id = complete(case)
    changed = example_source().replace("Is the person frightened now?", "Is anybody frightened?")
    with pytest.raises(Refused):
        services.load_text(text=changed, actor=case.world.actor("manager"), at=case.later())
    services.load_text(text=changed, actor=case.world.actor("administrator"), at=case.later())
    assert queries.text_of("example", actor=case.world.actor("manager")).questions[0].text == "Is anybody frightened?"
    answers, _ = queries.words_of_checklist(checklist_id, actor=case.world.actor("health"), at=case.later())
    assert answers[0][0] == "Is the person frightened now?"


def found(case: Case) -> UUID:
    return services.note_found(
        enquiry_id=case.enquiry_id,
        person_id=case.people()[0],
        found_at=NOW,
        missing_from=NOW - timedelta(days=1),
        actor=case.world.actor("social_worker"),
        at=case.later(),
    )


def test_a_return_interview_is_due_after_72_hours_and_is_held_once(case: Case) -> None:
    interview_id, worker = found(case), case.world.actor("social_worker")
    [due] = queries.interviews_due(worker)
    assert due.due_at == NOW + timedelta(hours=72)
    assert not due.late_at(due.due_at)
    assert due.late_at(due.due_at + timedelta(seconds=1))
    services.hold(interview_id=interview_id, told=HELD, actor=worker, at=case.later())
    assert queries.interviews_due(worker) == []
    assert queries.words_of_interview(interview_id, actor=worker, at=case.later())["said"] == HELD.said
    with pytest.raises(RuleBroken) as broken:
        services.decline(interview_id=interview_id, why="No.", actor=worker, at=case.later())
    assert rule_of(broken) == "interview.decline"
    with pytest.raises(DatabaseError), transaction.atomic():
        ReturnInterview.objects.update(state="due")


def test_a_child_who_did_not_want_to_speak_may_after_all(case: Case) -> None:
    interview_id, worker = found(case), case.world.actor("social_worker")
    services.decline(interview_id=interview_id, why="She will not.", actor=worker, at=case.later())
    services.hold(interview_id=interview_id, told=HELD, actor=worker, at=case.later())
    assert [event.name for event in Event.objects.filter(name__startswith="interview.").order_by("at")] == [
        "interview.noted",
        "interview.declined",
        "interview.held_after_all",
    ]


def test_a_return_interview_is_with_a_child_of_the_case(case: Case) -> None:
    worker = case.world.actor("social_worker")
    with pytest.raises(RuleBroken) as broken:
        services.note_found(
            enquiry_id=case.enquiry_id,
            person_id=case.people()[1],
            found_at=NOW,
            missing_from=None,
            actor=worker,
            at=case.later(),
        )
    assert rule_of(broken) == "screening.interview_is_with_a_child"
    assert found(case)


def refer(case: Case, told: PanelTold = BROUGHT, who: str = "social_worker") -> UUID:
    return services.refer(
        enquiry_id=case.enquiry_id,
        person_id=case.people()[1],
        panel="conference",
        told=told,
        actor=case.world.actor(who),
        at=case.later(),
    )


def test_a_family_is_in_both_forums_once_and_both_are_told(case: Case) -> None:
    child, mother = case.people()
    referral_id, worker = refer(case, replace(BROUGHT, at_risk=(child,))), case.world.actor("social_worker")
    with pytest.raises(RuleBroken) as broken:
        refer(case)
    assert rule_of(broken) == "screening.one_referral_a_panel"
    assert queries.safety_first(case.enquiry_id, actor=worker) == ("Bea Wren",)
    services.list_for(
        referral_id=referral_id, meets_on=NOW.date() + timedelta(days=2), actor=worker, at=case.later(), version=1
    )
    with pytest.raises(Stale):
        services.hear(referral_id=referral_id, plan="Locks.", actor=worker, at=case.later(), version=1)
    services.hear(referral_id=referral_id, plan="New locks.", actor=worker, at=case.later(), version=2)
    services.keep_in_step(
        referral_id=referral_id, words="At their aunt's.", to_panel=True, checked=True, actor=worker, at=case.later()
    )
    [view] = queries.panels_of(case.enquiry_id, actor=case.world.actor("coordinator"))
    assert (view.person_id, view.state, view.at_risk) == (mother, "heard", ("Ada Wren",))
    assert [word.kind for word in view.words] == ["plan", "told"]
    said, between = queries.words_of_panel(referral_id, actor=worker, at=case.later())
    assert said["safe_contact"] == "Through her sister."
    assert list(between.values()) == ["New locks.", "At their aunt's."]
    assert refer(case), "once it was heard, they may be brought again"


def test_what_is_not_taken_is_not_heard_any_more_and_needs_no_thought_of_safety(case: Case) -> None:
    referral_id, worker = refer(case), case.world.actor("social_worker")
    services.turn_away(referral_id=referral_id, why="Not high risk.", actor=worker, at=case.later())
    with pytest.raises(RuleBroken) as broken:
        services.hear(referral_id=referral_id, plan="Locks.", actor=worker, at=case.later())
    assert rule_of(broken) == "referral.hear"
    assert queries.safety_first(case.enquiry_id, actor=worker) == ()
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelReferral.objects.update(state="referred")


def test_whoever_is_kept_out_of_the_case_finds_none_of_it(case: Case) -> None:
    referral_id, interview_id, checklist_id = refer(case), found(case), complete(case)
    exclusion_services.declare(
        user_id=case.world.people["second_manager"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=case.world.actor("governance"),
        at=case.later(),
    )
    out, manager = case.world.actor("second_manager"), case.world.actor("manager")
    for look in (queries.checklists_of, queries.interviews_of, queries.panels_of):
        assert look(case.enquiry_id, actor=manager)
        with pytest.raises(KeptOut):
            look(case.enquiry_id, actor=out)
    assert queries.interviews_due(manager)
    assert queries.interviews_due(out) == []
    for words, thing in (
        (queries.words_of_panel, referral_id),
        (queries.words_of_interview, interview_id),
        (queries.words_of_checklist, checklist_id),
    ):
        with pytest.raises(KeptOut):
            words(thing, actor=out, at=case.later())  # type: ignore[operator]


def test_another_hub_finds_none_of_it(case: Case) -> None:
    referral_id, other = refer(case), devon("other", people=("social_worker",))
    with other.inside():
        stranger = other.actor("social_worker")
        with pytest.raises(NotFound):
            services.hear(referral_id=referral_id, plan="x", actor=stranger, at=case.later())
        with pytest.raises(NotFound):
            queries.enquiry_of_panel(referral_id, actor=stranger)


def test_what_interviews_bring_to_light_is_counted_without_names(case: Case) -> None:
    world: World = case.world
    interview_id = found(case)
    services.hold(interview_id=interview_id, told=HELD, actor=world.actor("social_worker"), at=case.later())
    ReturnInterview.objects.update(themes=["gangs", "missing"])
    assert queries.themes_of(world.actor("coordinator"), since=NOW) == [("gangs", 1), ("missing", 1)]
    assert queries.themes_of(world.actor("coordinator"), since=case.later()) == []
    known = world.actor("coordinator")
    exclusion_services.declare(
        user_id=known.id, enquiry_id=case.enquiry_id, ground="relative", actor=known, at=case.later()
    )
    assert queries.themes_of(known, since=NOW) == []
    assert queries.themes_of(world.actor("social_worker"), since=NOW) == [("gangs", 1), ("missing", 1)]
