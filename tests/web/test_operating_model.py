"""The screens on which a hub changes how it works."""

import re
from datetime import date, time, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.core import clock
from openmash.hubs import queries, services
from openmash.hubs.rules import ClockKind
from tests.everything import works_by_everything
from tests.rooms import open_case
from tests.web.page_reading import whole
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(at=clock.now() - timedelta(days=3))


@pytest.fixture
def draft(world: World) -> UUID:
    with world.inside():
        return services.copy_shipped(name="devon", actor=world.actor("administrator"), at=clock.now())


def text_of(response: Any) -> str:
    """What a page says, once it is sound."""
    html = response.content.decode()
    whole(html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page(name: str, *args: UUID) -> str:
    return reverse(f"operating_model:{name}", args=args)


def day_boxes(field: str, day: date) -> dict[str, str]:
    return {f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)}


def stored(world: World, version_id: UUID) -> queries.VersionView:
    with world.inside():
        return queries.version(version_id, actor=world.actor("administrator"), at=clock.now())


def test_an_administrator_copies_edits_and_proposes_and_an_operations_manager_approves(
    client: Client, world: World
) -> None:
    admin = sign_in(client, world, "administrator")
    made = admin.post(page("copy"), {"name": "durham"}, follow=True)
    assert "Version 2 of how the hub works" in text_of(made)
    version_id = UUID(made.redirect_chain[-1][0].rstrip("/").split("/")[-1])
    assert "Not said yet" in text_of(admin.get(page("overview")))
    tomorrow = clock.now().date() + timedelta(days=2)
    sent = admin.post(
        page("propose", version_id), {**day_boxes("effective_from", tomorrow), "why": "As in Durham."}, follow=True
    )
    assert "an operations manager looks at it now" in text_of(sent)
    operations = sign_in(client, world, "operations_manager")
    assert "In this version" in text_of(operations.get(page("version", version_id)))
    done = operations.post(page("approve", version_id), follow=True)
    assert "Approved" in text_of(done)
    with world.inside():
        assert queries.model_of(world.hub_id, clock.now() + timedelta(days=3)).name == "durham"
        assert queries.model_of(world.hub_id, clock.now()).name == "devon"
    assert "Was in force" not in text_of(operations.get(page("overview")))


def test_a_version_that_another_has_followed_says_that_it_was_in_force(client: Client, world: World) -> None:
    with world.inside():
        works_by_everything(world, from_on=clock.now().date())
        newest, first = queries.versions(world.actor("administrator"), at=clock.now())
    operations = sign_in(client, world, "operations_manager")
    assert "Was in force" in text_of(operations.get(page("version", first.id)))
    shown = text_of(operations.get(page("version", newest.id)))
    assert "In force" in shown
    assert "Was in force" not in shown


def test_the_text_is_refused_with_the_line_and_kept_as_it_was_typed(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    text = stored(world, draft).text.replace('colour = "red"', 'colour = "crimson"', 1)
    shown = admin.post(page("edit_text", draft), {"text": text})
    assert "expected one of red, amber" in text_of(shown)
    assert "line" in text_of(shown)
    assert 'colour = "crimson"' in unescape(shown.content.decode())
    assert "crimson" not in stored(world, draft).text
    kept = admin.post(page("edit_text", draft), {"text": text.replace("crimson", "grey")}, follow=True)
    assert "Saved" in text_of(kept)
    assert 'colour = "grey"' in stored(world, draft).text


def test_text_that_is_not_even_toml_is_said_with_its_line(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    shown = admin.post(page("edit_text", draft), {"text": 'format = 1\nname = "devon'})
    assert "this is not TOML" in text_of(shown)


def _typed(client: Client, address: str) -> dict[str, str | list[str]]:
    """What the form holds before anybody has typed: its fields' first values."""
    form = client.get(address).context["form"]
    typed: dict[str, str | list[str]] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, date):
            typed |= day_boxes(bound.html_name, value)
        elif isinstance(value, list):
            typed[bound.html_name] = [str(each) for each in value]
        elif value is not None:
            typed[bound.html_name] = str(value)
    return typed


def test_the_clocks_of_a_rating_are_changed_without_touching_the_text_around_them(
    client: Client, world: World, draft: UUID
) -> None:
    admin = sign_in(client, world, "administrator")
    before = stored(world, draft).text
    address = page("edit_clocks", draft)
    typed = _typed(admin, address)
    admin.post(address, typed)
    assert stored(world, draft).text == before, "nothing was changed, so nothing is written anew"
    admin.post(address, {**_typed(admin, address), "ratings_0_clock_amount": "3"})
    after = stored(world, draft)
    assert after.model.rating("red").clock.amount == 3
    assert len(set(before.splitlines()) ^ set(after.text.splitlines())) <= 2


def test_a_clock_that_answers_after_the_decision_is_refused(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    address = page("edit_clocks", draft)
    shown = admin.post(address, {**_typed(admin, address), "ratings_0_check_clock_amount": "9"})
    assert "expected agencies to answer within the decision" in text_of(shown)
    assert stored(world, draft).model.rating("red").check_clock.amount < 9


def test_a_clock_that_is_no_number_is_said_beside_its_field(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    address = page("edit_clocks", draft)
    shown = admin.post(address, {**_typed(admin, address), "ratings_0_clock_amount": "four"})
    assert "must be a whole number, like 4" in text_of(shown)
    assert 'value="four"' in shown.content.decode()


def test_a_time_of_day_goes_when_the_clock_no_longer_counts_working_days(
    client: Client, world: World, draft: UUID
) -> None:
    admin = sign_in(client, world, "administrator")
    numbers = [n for n, rating in enumerate(stored(world, draft).model.ratings) if rating.check_clock.by]
    assert numbers, "Devon has a rating whose answers are due at a time of day"
    address = page("edit_clocks", draft)
    name = f"ratings_{numbers[0]}_check_clock"
    changed = {f"{name}_kind": "working_hours", f"{name}_amount": "4"}
    admin.post(address, {**_typed(admin, address), **changed})
    spec = stored(world, draft).model.ratings[numbers[0]].check_clock
    assert (spec.kind, spec.amount, spec.by) == (ClockKind.WORKING_HOURS, 4, None)


def test_whom_a_rating_asks_is_changed_with_boxes(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    address = page("edit_asked", draft)
    admin.post(address, {**_typed(admin, address), "checks_0": ["police", "gp_surgery"]})
    model = stored(world, draft).model
    assert model.checks[0].agency_kinds == ("police", "gp_surgery")


def test_whom_an_issue_asks_besides_is_changed_with_boxes_and_stands_in_words(client: Client, world: World) -> None:
    with world.inside():
        draft = services.copy_shipped(name="sandwell", actor=world.actor("administrator"), at=clock.now())
    admin = sign_in(client, world, "administrator")
    address = page("edit_asked", draft)
    before = stored(world, draft)
    admin.post(address, _typed(admin, address))
    assert stored(world, draft).text == before.text
    codes = [issue.code for issue in before.model.issues]
    gangs, abuse = f"issues_{codes.index('gang_links')}", f"issues_{codes.index('domestic_abuse')}"
    admin.post(address, {**_typed(admin, address), gangs: [], abuse: ["voluntary"]})
    model = stored(world, draft).model
    asked = {issue.code: issue.also_asks for issue in model.issues}
    assert (asked["gang_links"], asked["domestic_abuse"]) == ((), ("voluntary",))
    assert "also asks voluntary" in text_of(admin.get(page("version", draft)))


def test_by_when_on_a_working_day_is_changed_and_the_page_says_what_holds_now(
    client: Client, world: World, draft: UUID
) -> None:
    admin = sign_in(client, world, "administrator")
    address = page("edit_clocks", draft)
    model = stored(world, draft).model
    number = next(n for n, rating in enumerate(model.ratings) if rating.check_clock.by)
    assert f"Now {model.ratings[number].check_clock.words}." in text_of(admin.get(address))
    name = f"ratings_{number}_check_clock_by"
    wrong = admin.post(address, {**_typed(admin, address), name: "half past"})
    assert "must be by a time like 12:00" in text_of(wrong)
    admin.post(address, {**_typed(admin, address), name: "10:30"})
    assert stored(world, draft).model.ratings[number].check_clock.by == time(10, 30)
    admin.post(address, {**_typed(admin, address), name: ""})
    assert stored(world, draft).model.ratings[number].check_clock.by is None


def test_an_area_is_switched_on_from_another_day_and_has_a_last_one(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    address = page("edit_coverage", draft)
    typed = {**_typed(admin, address), **day_boxes("areas_1_from", date(2030, 1, 1))}
    wrong = admin.post(address, {**typed, **day_boxes("areas_1_to", date(2029, 1, 1))})
    assert "The last day must not be before the first" in text_of(wrong)
    admin.post(address, {**typed, **day_boxes("areas_1_to", date(2031, 1, 1))})
    area = stored(world, draft).model.areas[1]
    assert (area.effective_from, area.effective_to) == (date(2030, 1, 1), date(2031, 1, 1))


def test_what_it_would_have_done_to_last_month_is_counted(client: Client, world: World, draft: UUID) -> None:
    open_case(world, family="Wren", at=clock.now() - timedelta(days=1))
    admin = sign_in(client, world, "administrator")
    same = text_of(admin.get(page("try_out", draft)))
    assert "1 the same" in same
    address = page("edit_clocks", draft)
    for amount, words in (("900", "1 later"), ("1", "1 earlier")):
        typed = _typed(admin, address)
        clocks = {key: amount for key in typed if key.endswith("_amount")}
        admin.post(address, {**typed, **clocks, **dict.fromkeys((k for k in typed if "kind" in k), "elapsed_hours")})
        assert words in text_of(admin.get(page("try_out", draft)))


def test_the_page_of_last_month_names_nobody(client: Client, world: World, draft: UUID) -> None:
    open_case(world, family="Quillfeather", at=clock.now() - timedelta(days=1))
    for handle in ("administrator", "operations_manager"):
        shown = text_of(sign_in(client, world, handle).get(page("try_out", draft)))
        assert "Quillfeather" not in shown
        assert "Given" in shown


def test_sending_back_says_why_and_the_author_reads_it(client: Client, world: World, draft: UUID) -> None:
    with world.inside():
        services.propose(
            version_id=draft,
            effective_from=clock.now().date() + timedelta(days=5),
            why="Quicker.",
            actor=world.actor("administrator"),
            at=clock.now(),
        )
    operations = sign_in(client, world, "operations_manager")
    empty = operations.post(page("send_back", draft), {"why": ""})
    assert "Say why" in text_of(empty)
    operations.post(page("send_back", draft), {"why": "Too quick for health."})
    admin = sign_in(client, world, "administrator")
    assert "Sent back: Too quick for health." in text_of(admin.get(page("version", draft)))


def test_a_day_that_has_begun_is_refused_beside_the_field(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    today = clock.now().date()
    shown = admin.post(page("propose", draft), {**day_boxes("effective_from", today), "why": "Now."})
    assert "Enter a day after today" in text_of(shown)
    assert stored(world, draft).is_draft


def test_a_draft_is_withdrawn_and_the_version_in_force_is_not(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    admin.post(page("withdraw", draft))
    assert stored(world, draft).state == "withdrawn"
    with world.inside():
        first = queries.versions(world.actor("administrator"), at=clock.now())[-1]
    admin.post(page("withdraw", first.id))
    assert stored(world, first.id).in_force


def test_two_who_edit_at_once_are_told(client: Client, world: World, draft: UUID) -> None:
    admin = sign_in(client, world, "administrator")
    address = page("edit_asked", draft)
    stale = _typed(admin, address)
    admin.post(address, {**stale, "checks_0": ["police"]})
    assert admin.post(address, {**stale, "checks_0": ["health"]}).status_code == 409
    assert stored(world, draft).model.checks[0].agency_kinds == ("police",)
