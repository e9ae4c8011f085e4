"""Hot spots and themes of missing children, counted by hand; a place is never about one child."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from openmash.reporting.rules import KEPT_BACK, UNKNOWN_PLACE, Episode, Spoken, hot_spots, sector, themes

ADA, BO, CY = uuid4(), uuid4(), uuid4()


def episode(child: UUID, place: str, *found: str) -> Episode:
    return Episode(child, date(2026, 11, 1), place, Spoken.IN_TIME, found)


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("EX4 9ZZ", "EX4 9"),
        ("ex49zz", "EX4 9"),
        ("M1 1AA", "M1 1"),
        ("SW1A 2AA", "SW1A 2"),
        ("EX4", ""),
        ("", ""),
        ("EX4 ZZZ", ""),
        ("EX4 999", ""),
    ],
)
def test_the_sector_of_a_postcode(postcode: str, expected: str) -> None:
    assert sector(postcode) == expected


def test_the_place_with_most_episodes_stands_first_and_says_who_goes_again() -> None:
    found = [
        episode(ADA, "CT1 2"),
        episode(ADA, "CT1 2"),
        episode(BO, "CT1 2"),
        episode(BO, "ME4 4"),
        episode(CY, "ME4 4"),
    ]
    assert [(each.label, each.episodes, each.children, each.again) for each in hot_spots(found)] == [
        ("CT1 2", 3, 2, 1),
        ("ME4 4", 2, 2, 0),
    ]


def test_one_episode_makes_no_hot_spot_and_what_is_kept_back_none_either() -> None:
    found = [
        *(episode(ADA, "CT1 2"), episode(BO, "ME4 4"), episode(BO, UNKNOWN_PLACE)),
        *(episode(CY, KEPT_BACK), episode(CY, KEPT_BACK)),
    ]
    assert [(each.label, each.episodes, each.children) for each in hot_spots(found)] == [
        ("Places with one episode each", 2, 2),
        (UNKNOWN_PLACE, 1, 1),
        (KEPT_BACK, 2, 1),
    ]
    assert hot_spots([]) == []


def test_themes_are_counted_over_many_interviews_and_by_child() -> None:
    found = [
        episode(ADA, "CT1 2", "Gangs"),
        episode(ADA, "CT1 2", "Gangs", "Abuse"),
        episode(BO, "CT1 2", "Abuse", "Gangs"),
    ]
    assert [(each.label, each.interviews, each.children) for each in themes(found)] == [
        ("Gangs", 3, 2),
        ("Abuse", 2, 2),
    ]
