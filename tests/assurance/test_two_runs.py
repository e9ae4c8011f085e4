"""What must not show does not: the same story with it and without it, or with other words of another length.

Markers find words. They never find a count, an order, a badge, a time of change or a length: this does. Every day each
kind of story is opened by everybody who must not learn of it, but not each owner's by each of them; at night it is.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from tests.assurance import figures
from tests.assurance.house import House
from tests.assurance.two_runs import Step, Story, Telling, differences, rows_come_upon_otherwise, the_story, told
from tests.nights import at_night

# Who must learn nothing of a hidden item: nobody named, nobody of its owner. For words of another length: outside.
LOW_OF_HIDDEN = ("coordinator", "business_support", "education", "assessor", "referrer", "partner")
LOW_OF_WORDS = (
    "coordinator",
    "business_support",
    "governance",
    "assessor",
    "early_helper",
    "referrer",
    "partner",
    "stranger",
)
# Who of them opens each owner's stories every day.
EVERY_DAY = {
    "police": ("coordinator", "governance", "partner", "stranger"),
    "health": ("business_support", "assessor", "early_helper", "referrer"),
    "social_worker": ("education", "partner"),
}


def nothing(house: House) -> None:
    """The story as it is."""


def hidden(house: House, *, who: str, **more: object) -> None:
    house.case.put_in(who, "A covert source lives next door.", sensitivity="hidden", **more)


def hidden_and_corrected(house: House, *, who: str) -> None:
    item_id = house.case.put_in(who, "A covert source.", sensitivity="hidden")
    actor = house.world.actor(who)
    sealed_services.correct(item_id=item_id, text="Another.", handling="No word", actor=actor, at=house.case.later())


def hidden_and_withdrawn(house: House, *, who: str) -> None:
    item_id = house.case.put_in(who, "A covert source.", sensitivity="hidden")
    sealed_services.withdraw(item_id=item_id, actor=house.world.actor(who), at=house.case.later())


def hidden_and_read(house: House, *, who: str) -> None:
    hidden(house, who=who)
    house.case.seen_by(who)


def five_hidden(house: House, *, who: str) -> None:
    for _ in range(5):
        hidden(house, who=who)


def words(house: House, *, who: str, text: str, tier: str, **more: str) -> None:
    house.case.put_in(who, text, sensitivity=tier, **more)


LONG = "A long account of what was seen, by whom, when and where, and of what was said about it. " * 40
OWNERS = ("police", "health", "social_worker")
HIDDEN: dict[str, Step] = {
    f"{who}: {name}": partial(step, who=who)
    for who in OWNERS
    for name, step in (
        ("a hidden item", hidden),
        ("five of them", five_hidden),
        ("corrected", hidden_and_corrected),
        ("withdrawn", hidden_and_withdrawn),
        ("read by its own people", hidden_and_read),
    )
}
WORDS: dict[str, tuple[Step, Step]] = {
    f"{who}: {tier}, {what}": (
        partial(words, who=who, tier=tier, text="Short."),
        partial(words, who=who, tier=tier, text=LONG if what == "long" else "Short.", **more),
    )
    for who in ("police", "health")
    for tier in ("hub", "restricted")
    for what, more in (
        ("long", {}),
        ("with a condition", {"handling": "Do not say that we know"}),
        ("to go whole", {"leave": "whole"}),
    )
}


WHOLE = ("police: a hidden item", "police: hub, long")  # every day told to all of them, and with every refusal
TOLD: set[str] = set()  # to all of them and without a difference, in this run


@pytest.fixture(scope="module", params=[False, *at_night(True)], ids=["every day", "everybody"])
def everybody(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def who_opens(low: tuple[str, ...], what: str, *, everybody: bool) -> tuple[str, ...]:
    """Of those who must not learn of it, whoever opens the pages of this story."""
    come = low if everybody or what in WHOLE else EVERY_DAY[what.partition(":")[0]]
    return tuple(who for who in low if who in come)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tmp_path_factory.mktemp("outside"))


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Story]:
    """What comes before: the same for all."""
    with django_db_blocker.unblock(), the_story() as made:
        yield made


@pytest.fixture(scope="module")
def plain(story: Story, outside: Path) -> Telling:
    """The story with nothing in it that must not show, as everybody sees it who must not learn of something."""
    return told(nothing, story, outside, low=tuple(dict.fromkeys(LOW_OF_HIDDEN + LOW_OF_WORDS)))


@pytest.fixture(scope="module")
def short(everybody: bool, plain: Telling, story: Story, outside: Path) -> Callable[[str], Telling]:
    """What others get where the words are short: told once for each owner and tier, to whoever opens the longest."""

    @cache
    def of(owner_and_tier: str) -> Telling:
        what = f"{owner_and_tier}, long"
        low = who_opens(LOW_OF_WORDS, what, everybody=everybody)
        return told(WORDS[what][0], story, outside, low=low, as_in=plain, whole=what in WHOLE)

    return of


def test_told_twice_the_same_story_is_the_same(plain: Telling, story: Story, outside: Path) -> None:
    assert len(plain) > 100
    assert differences(plain, told(nothing, story, outside, low=LOW_OF_HIDDEN, as_in=plain, whole=True)) == []


def test_the_order_of_a_list_is_never_left_to_the_database(plain: Telling, story: Story, outside: Path) -> None:
    """Else it tells of what was written and taken back, and the tellings below differ on some days."""
    with rows_come_upon_otherwise():
        other = told(nothing, story, outside, low=LOW_OF_HIDDEN, as_in=plain)
    assert differences(plain, other) == []


@pytest.mark.parametrize("what", HIDDEN)
def test_a_hidden_item_changes_no_byte(what: str, everybody: bool, plain: Telling, story: Story, outside: Path) -> None:
    low = who_opens(LOW_OF_HIDDEN, what, everybody=everybody)
    other = told(HIDDEN[what], story, outside, low=low, as_in=plain, whole=what in WHOLE)
    assert differences(plain, other) == []
    if everybody:
        TOLD.add(what)


@pytest.mark.parametrize("what", WORDS)
def test_other_words_change_no_byte_of_what_others_get(
    what: str, everybody: bool, short: Callable[[str], Telling], story: Story, outside: Path
) -> None:
    one = short(what.split(",")[0])
    low = who_opens(LOW_OF_WORDS, what, everybody=everybody)
    other = told(WORDS[what][1], story, outside, low=low, as_in=one, whole=what in WHOLE)
    assert differences(one, other) == []
    if everybody:
        TOLD.add(what)


@pytest.mark.parametrize(("low", "stories"), [(LOW_OF_HIDDEN, HIDDEN), (LOW_OF_WORDS, WORDS)])
def test_every_day_each_of_them_opens_every_kind_of_story(low: tuple[str, ...], stories: dict[str, object]) -> None:
    for who in low:
        opened = {what.partition(": ")[2] for what in stories if who in who_opens(low, what, everybody=False)}
        assert opened == {what.partition(": ")[2] for what in stories}, who


def test_a_count_that_shows_it_is_caught(
    plain: Telling, story: Story, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: an outline that counts what nobody may know of."""
    real = sealed_queries.outline

    def counting(enquiry_id, *, actor):  # type: ignore[no-untyped-def]
        from openmash.sealed.models import Item  # the leak reaches where no screen does

        more = sealed_queries.AgencyCount(enquiry_id, "All", Item.objects.filter(enquiry_id=enquiry_id).count())
        return [*real(enquiry_id, actor=actor), more]

    monkeypatch.setattr(sealed_queries, "outline", counting)
    one = told(nothing, story, outside, low=("coordinator",), as_in=plain)
    other = told(HIDDEN["police: a hidden item"], story, outside, low=("coordinator",), as_in=plain)
    assert differences(one, other) != []


def test_there_are_enough_stories(everybody: bool, plain: Telling) -> None:
    assert len(HIDDEN) + len(WORDS) >= 25
    if everybody and len(TOLD) == len(HIDDEN) + len(WORDS):
        figures.note(
            "The same story with and without a sealed item",
            target="25 stories, 0 differences",
            figure=f"{len(TOLD)} stories, 0 differences; {len(plain):,} answers compared in each that is told whole",
            command="make assurance TESTS=tests/assurance/test_two_runs.py ARGS='-m long'",
        )
