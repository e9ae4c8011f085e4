"""Whose profile is looked for: by who they are, never by where they live or by which case they are in."""

import pytest

from openmash.core.errors import RuleBroken
from openmash.people.rules import looked_for
from openmash.reporting.rules import require_by_name


@pytest.mark.parametrize("typed", ["EX4 9ZZ", "ex4", "wren EX49ZZ", "DEV-7K3M-2QXA", "ada DEV-7K3M-2QXA"])
def test_nobody_is_found_by_a_place_or_a_reference(typed: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        require_by_name(looked_for(typed))
    assert (broken.value.rule, broken.value.field) == ("reporting.somebody_is_found_by_name", "words")


@pytest.mark.parametrize("typed", ["wren", "ada wren 2018", "wren 27/3/2018", "999 000 0018"])
def test_somebody_is_found_by_name_date_of_birth_or_number(typed: str) -> None:
    require_by_name(looked_for(typed))
