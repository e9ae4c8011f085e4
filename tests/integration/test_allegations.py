"""Allegations against people who work with children: considered by the designated officer, seen by few, kept long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from openmash.allegations import queries, rules, services
from openmash.allegations.errors import NoSuchAllegation
from openmash.allegations.models import Allegation, AllegationEntry
from openmash.allegations.rules import AllegationTold, Considered
from openmash.audit.models import Event
from openmash.contacts.models import Contact
from openmash.core.errors import Refused, RuleBroken, Stale
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.notifications import queries as notification_queries
from openmash.retention import queries as retention_queries
from openmash.retention import services as retention_services
from openmash.scenarios.steps import allegations as steps
from openmash.worklists import queries as worklist_queries
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

TOLD = AllegationTold("Perry Chartham", "Teaching assistant", "Stour Primary", "He pulled her over a bench.")
FOUND = Considered(("harmed",), "There is a bruise.", "The school waits for the police.")
NONE_MET = replace(FOUND, met=())


@pytest.fixture
def case() -> Iterator[Case]:
    """A family's case, in a hub whose social worker is designated officer."""
    case = open_case(devon())
    with case.world.inside():
        services.name_officer(
            user_id=case.world.people["social_worker"], actor=case.world.actor("operations_manager"), at=case.later()
        )
        yield case


def raised(case: Case, told: AllegationTold = TOLD, *, by: str = "coordinator") -> UUID:
    contact = Contact.objects.get()
    return services.raise_(contact_id=contact.id, told=told, actor=case.world.actor(by), at=case.later()).id


def act(case: Case, who: str = "social_worker") -> dict[str, Any]:
    return {"actor": case.world.actor(who), "at": case.later()}


def concluded(case: Case, outcome: str = "substantiated") -> UUID:
    made = raised(case)
    services.consider(allegation_id=made, found=FOUND, **act(case))
    services.decide_employer(allegation_id=made, tell=True, why="They must act.", **act(case))
    services.conclude(allegation_id=made, outcome=outcome, why="Said so.", dbs="", **act(case))
    return made


@pytest.mark.parametrize("who", ["social_worker", "manager", "operations_manager"])
def test_the_officer_and_managers_open_it_and_that_they_did_is_on_the_log_first(case: Case, who: str) -> None:
    made = raised(case)
    assert services.open_(allegation_id=made, **act(case, who)).words == TOLD.words
    event = Event.objects.get(name="allegation.opened")
    assert (event.actor_id, event.about_id) == (case.world.people[who], made)


@pytest.mark.parametrize(
    "who", ["coordinator", "evaluator", "business_support", "police", "health", "governance", "administrator"]
)
def test_nobody_else_opens_it_or_learns_that_there_is_one(case: Case, who: str) -> None:
    made = raised(case)
    with pytest.raises(Refused):
        services.open_(allegation_id=made, **act(case, who))
    assert queries.of_contact(Contact.objects.get().id, actor=case.world.actor(who)) == []
    assert queries.of_contact(Contact.objects.get().id, actor=case.world.actor("manager"))


@pytest.mark.parametrize("who", ["manager", "social_worker", "operations_manager"])
def test_whoever_it_is_about_never_learns_of_it(case: Case, who: str) -> None:
    made = raised(case, replace(TOLD, colleague=case.world.people[who]))
    with pytest.raises(NoSuchAllegation):
        services.open_(allegation_id=made, **act(case, who))
    actor = case.world.actor(who)
    assert queries.allegations(actor) == []
    assert queries.of_contact(Contact.objects.get().id, actor=actor) == []
    assert [row for row in worklist_queries.needs_me(actor, at=case.later()) if row.kind == "allegation"] == []
    rung = {
        letter.to for letter in notification_queries.outbox(case.world.hub_id) if letter.kind == "allegation_raised"
    }
    assert len(rung) == (0 if who == "social_worker" else 1)


def test_whoever_is_kept_out_of_the_family_does_not_find_what_was_told_of_it(case: Case) -> None:
    made = raised(case)
    assert services.open_(allegation_id=made, **act(case, "second_manager"))
    exclusion_services.declare(
        enquiry_id=case.enquiry_id,
        user_id=case.world.people["second_manager"],
        ground="relative",
        words="My sister.",
        **act(case, "second_manager"),
    )
    with pytest.raises(NoSuchAllegation):
        services.open_(allegation_id=made, **act(case, "second_manager"))
    with pytest.raises(KeptOut):
        raised(case, by="second_manager")


def test_it_lies_encrypted(case: Case) -> None:
    made = concluded(case)
    with connection.cursor() as cursor:
        for table in ("allegations_allegation", "allegations_allegationentry"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            assert "Chartham" not in cursor.fetchone()[0]
    assert services.open_(allegation_id=made, **act(case)).name == "Perry Chartham"


def test_it_waits_on_the_officers_list_alone_for_one_working_day(case: Case) -> None:
    raised(case)
    [row] = [
        row
        for row in worklist_queries.needs_me(case.world.actor("social_worker"), at=case.at)
        if row.kind == "allegation"
    ]
    assert row.due_at is not None
    assert row.due_at.date() == case.at.date() + timedelta(days=1)
    assert "Chartham" not in str(row)
    assert not [r for r in worklist_queries.needs_me(case.world.actor("manager"), at=case.at) if r.kind == "allegation"]


def test_only_the_officer_considers_it(case: Case) -> None:
    made = raised(case)
    with pytest.raises(Refused):
        services.consider(allegation_id=made, found=FOUND, **act(case, "manager"))
    services.consider(allegation_id=made, found=FOUND, **act(case))
    assert Allegation.objects.get().state == "taken_on"


def test_what_is_not_taken_on_can_be_taken_on_when_more_is_known(case: Case) -> None:
    made = raised(case)
    services.consider(allegation_id=made, found=NONE_MET, **act(case))
    row = Allegation.objects.get()
    assert (row.state, row.keep_until) == ("not_taken_on", case.at.date().replace(year=case.at.year + 10))
    services.consider(allegation_id=made, found=FOUND, **act(case))
    row = Allegation.objects.get()
    assert (row.state, row.keep_until, row.ended_at) == ("taken_on", None, None)


def test_a_stale_page_changes_nothing(case: Case) -> None:
    made = raised(case)
    services.consider(allegation_id=made, found=FOUND, version=1, **act(case))
    with pytest.raises(Stale):
        services.note_step(allegation_id=made, kind="review", words="x", version=1, **act(case))


def test_the_employer_hears_nothing_by_itself(case: Case) -> None:
    before = len(notification_queries.outbox(case.world.hub_id))
    made = concluded(case)
    kinds = [letter.kind for letter in notification_queries.outbox(case.world.hub_id)[before:]]
    assert kinds == ["allegation_raised"]
    assert services.open_(allegation_id=made, **act(case)).employer_words == "The employer is told"


def test_an_officer_whose_time_has_ended_sees_nothing_any_more(case: Case) -> None:
    made = raised(case)
    [officer] = queries.officers(case.world.hub_id)
    services.end_officer(officer_id=officer.id, **act(case, "operations_manager"))
    with pytest.raises(Refused):
        services.open_(allegation_id=made, **act(case))
    with pytest.raises(RuleBroken, match="named no designated officer"):
        raised(case)


def test_when_its_time_is_over_it_is_erased_by_an_approved_list_and_not_before(case: Case) -> None:
    made = concluded(case, "unfounded")
    ends = Allegation.objects.get().keep_until
    assert ends is not None
    governance = case.world.actor("governance")

    def lines(by: date) -> list[retention_queries.DueLine]:
        found = retention_queries.due(by=by, actor=governance, at=case.later())
        return [line for line in found.lines if line.part == retention_queries.ALLEGATION]

    assert lines(ends - timedelta(days=1)) == []
    [line] = lines(ends)
    assert (line.about_id, line.due_on) == (made, ends)
    batch_id = retention_services.prepare(by=ends, actor=governance, at=case.later())
    retention_services.approve(batch_id=batch_id, actor=case.world.actor("operations_manager"), at=case.later())
    assert set(AllegationEntry.objects.values_list("wrapped_key", flat=True)) == {""}
    assert services.open_(allegation_id=made, **act(case)).words == "Erased"
    assert lines(ends) == []


def test_the_scenarios_words_are_the_rules_own() -> None:
    assert set(steps.PARTS) == set(rules.THRESHOLD)
    assert set(steps.ENDS) == set(rules.OUTCOMES)
    assert set(steps.DONE) == set(rules.STEPS)


def test_until_when_it_is_kept() -> None:
    assert rules.keep_until("substantiated", date(2026, 12, 14)) == date(2126, 12, 14)
    assert rules.keep_until("false", date(2026, 12, 14)) == date(2036, 12, 14)
    assert rules.keep_until("", date(2028, 2, 29)) == date(2038, 3, 1)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (replace(TOLD, name=" "), "allegations.says_who"),
        (replace(TOLD, work=""), "allegations.says_what_work"),
        (replace(TOLD, words=""), "allegations.says_what"),
    ],
)
def test_what_is_raised_says_who_and_what(told: AllegationTold, rule: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.require_told(told)
    assert broken.value.rule == rule
    rules.require_told(TOLD)


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (replace(FOUND, met=("guesswork",)), "allegations.threshold_is_known"),
        (replace(FOUND, why=""), "allegations.considered_with_a_reason"),
        (replace(NONE_MET, advice=" "), "allegations.considered_with_advice"),
    ],
)
def test_the_officer_says_why_and_what_now(found: Considered, rule: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.require_considered(found)
    assert broken.value.rule == rule
    rules.require_considered(NONE_MET)
