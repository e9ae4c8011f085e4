"""A survey: asked after triage, answered once at the outside door, and nothing that ties an answer to a person."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.contacts import queries, services
from openmash.contacts.models import SurveyAnswer, SurveyLink
from openmash.core import clock
from openmash.core.errors import Refused, RuleBroken
from openmash.notifications.models import Message
from tests.integration.contacts_told import told
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
Outside = Callable[[], AbstractContextManager[None]]
NOVEMBER = NOW.date().replace(day=1)
YES = {"reached": "yes", "helped": "partly"}


@pytest.fixture
def world() -> Iterator[World]:
    world = devon("cornwall", operating_model="cornwall")
    with world.inside():
        yield world


def contact(world: World, *, done: bool = True) -> Any:
    made = services.record(
        told=told(kind="advice", referrer_email="bray@health.example"), actor=world.actor("coordinator"), at=NOW
    )
    if done:
        services.close_with_advice(contact_id=made, advice="Ask her.", actor=world.actor("social_worker"), at=NOW)
    return made


def invite(world: World, contact_id: Any, who: str = "coordinator", survey: str = "users") -> str:
    return services.invite_to_survey(contact_id=contact_id, survey=survey, actor=world.actor(who), at=NOW)


def answer(outside: Outside, world: World, code: str, answers: dict[str, str] = YES, days: int = 1) -> None:
    with outside():
        services.answer_survey(hub_id=world.hub_id, code=code, answers=answers, at=NOW + timedelta(days=days))


def broken(act: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        act(*given, **named)
    return refused.value.rule


def test_it_is_asked_once_after_triage_of_the_hubs_surveys_and_sent_where_they_are_reached(world: World) -> None:
    waiting = contact(world, done=False)
    assert broken(invite, world, waiting) == "contacts.surveyed_afterwards"
    made = contact(world)
    assert broken(invite, world, made, survey="others") == "contacts.survey_is_the_hubs"
    with pytest.raises(Refused):
        invite(world, made, "health")
    code = invite(world, made)
    [message] = Message.objects.filter(kind="survey_link")
    assert message.about_id == made
    assert broken(invite, world, made) == "contacts.surveyed_once"
    assert services.survey_at(hub_id=world.hub_id, code=code, at=NOW).code == "users"


def test_it_is_answered_once_with_answers_of_the_survey_and_in_its_time(world: World, as_outside: Outside) -> None:
    code = invite(world, contact(world))
    assert broken(answer, as_outside, world, code, {}) == "contacts.survey_answers_something"
    assert broken(answer, as_outside, world, code, {"reached": "maybe"}) == "contacts.survey_answer_is_offered"
    assert broken(answer, as_outside, world, code, {"other": "yes"}) == "contacts.survey_answer_is_offered"
    assert broken(answer, as_outside, world, code, days=29) == "contacts.survey_link_works_once"
    assert broken(answer, as_outside, world, "AAAA-AAAA-AAAA-AAAA") == "contacts.survey_link_works_once"
    answer(as_outside, world, code)
    assert broken(answer, as_outside, world, code) == "contacts.survey_link_works_once"
    assert SurveyAnswer.objects.count() == 1


def test_nothing_ties_an_answer_to_a_contact_a_link_or_a_minute(world: World, as_outside: Outside) -> None:
    made = contact(world)
    answer(as_outside, world, invite(world, made))
    assert not SurveyLink.objects.exists()
    row = SurveyAnswer.objects.get()
    assert {field.name for field in SurveyAnswer._meta.concrete_fields} == {"id", "hub", "survey", "month", "answers"}
    assert row.month == NOVEMBER
    event = Event.objects.get(name="survey.answered")
    assert (event.about_id, event.detail) == (world.hub_id, {})
    assert event.actor_id not in {row.id, made}


def test_too_few_answers_are_not_shown(world: World, as_outside: Outside) -> None:
    governance = world.actor("governance")
    for number in range(5):
        [before] = queries.surveys_counted(governance, first=NOVEMBER, last=NOVEMBER)
        assert (before.answered, before.questions) == (number, ())
        answer(as_outside, world, invite(world, contact(world)))
    [shown] = queries.surveys_counted(governance, first=NOVEMBER, last=NOVEMBER)
    assert shown.questions[0].answers == (("Yes", 5), ("In part", 0), ("No", 0))
    assert shown.questions[2].count == 0, "a question left open is not counted"
    with pytest.raises(Refused):
        queries.surveys_counted(world.actor("coordinator"), first=NOVEMBER, last=NOVEMBER)


def test_the_outside_door_takes_answers_in_and_cannot_read_them(world: World, as_outside: Outside) -> None:
    code = invite(world, contact(world))
    answer(as_outside, world, code)
    with as_outside(), pytest.raises(DatabaseError), transaction.atomic():
        list(SurveyAnswer.objects.all())
    assert SurveyAnswer.objects.count() == 1


def test_links_whose_time_is_over_are_forgotten(world: World) -> None:
    invite(world, contact(world))
    assert services.forget_survey_links(hub_id=world.hub_id, at=NOW + timedelta(days=27)) == 0
    assert services.forget_survey_links(hub_id=world.hub_id, at=NOW + timedelta(days=28)) == 1


def test_somebody_in_the_hub_asks_and_the_report_says_what_came(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    made = contact(world)
    sign_in(client, world, "manager")
    assert "Survey of those who use the unit" in client.get(reverse("contacts:detail", args=[made])).content.decode()
    given = client.post(reverse("contacts:survey", args=[made]), {"survey": "users"}).content.decode()
    assert "/cornwall/survey/" in given
    again = client.post(reverse("contacts:survey", args=[made]), {"survey": "users"})
    assert again.status_code == 302
    assert "Shown from 5 answers on" in client.get(reverse("reports:surveys")).content.decode()
