"""What the register of data promises is done: each table's retention has a function behind it, or a reason to stay."""

import pytest
from django.db import models

from config import tasks
from config.access_rules import data_of, our_models
from config.docs.kept import HOW, By, Stays, function_of

MODELS = pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)


@MODELS
def test_every_table_says_how_its_retention_is_carried_out(model: type[models.Model]) -> None:
    assert model._meta.label in HOW, "say in config/docs/kept.py who erases it, or why it stays; words alone do nothing"


def test_nothing_is_said_of_a_table_that_is_not_there() -> None:
    assert set(HOW) <= {model._meta.label for model in our_models()}


@pytest.mark.parametrize("label", [label for label, how in HOW.items() if isinstance(how, By)])
def test_what_carries_it_out_is_there(label: str) -> None:
    how = HOW[label]
    assert isinstance(how, By)
    assert callable(function_of(how))


@pytest.mark.parametrize(
    "label", [label for label, how in HOW.items() if getattr(how, "how", "") == "Deleted by itself"]
)
def test_what_is_deleted_by_itself_is_in_a_round_of_the_worker(label: str) -> None:
    how = HOW[label]
    assert isinstance(how, By)
    assert function_of(how) in (*tasks.ROUND, *tasks.NIGHT, tasks.every_night)


@MODELS
def test_only_what_is_kept_is_said_to_be_kept(model: type[models.Model]) -> None:
    how, said = HOW[model._meta.label], data_of(model).retention
    if said.startswith("kept"):
        assert isinstance(how, Stays), f"“{said}”, and yet it is erased"
    if isinstance(how, Stays) and how.how == "Kept":
        assert said.startswith("kept") or said == "as the events", f"it is kept, and the register says “{said}”"


def test_no_table_with_words_or_names_of_a_family_stays_as_it_is() -> None:
    """What stays holds ids, times and codes; words are in sealed texts, and names are in the tables of people."""
    staying = [model for model in our_models() if isinstance(HOW[model._meta.label], Stays)]
    told = {model._meta.label: _words(model) for model in staying}
    assert {label: words for label, words in told.items() if words} == HOLDS_WORDS_ALL_THE_SAME


# Codes, words about the hub's own work, and staff's names and e-mail addresses.
HOLDS_WORDS_ALL_THE_SAME: dict[str, list[str]] = {
    "accounts.User": ["email", "name"],
    "accounts.Membership": ["registration"],
    "adults.CapacityFinding": ["finding", "spoken_for"],
    "adults.Wishes": ["agrees", "asked"],
    "adults.WishesResult": ["achieved", "risk"],
    "agencies.Absence": ["covered_by", "covered_email"],
    "allegations.DesignatedOfficer": ["user_name"],
    "cover.DutyPlace": ["user_name"],
    "cover.Placement": ["next_name", "user_name"],
    "cover.Turn": ["telephone", "user_name"],
    "decisions.Decision": ["level", "outcome", "registration"],
    "meetings.CaseRecord": ["result"],
    "products.Product": ["family", "family_reason"],
    "retention.Hold": ["lifted_because", "reason"],
    "retention.OwnerReview": ["reason"],
    "screening.Checklist": ["judgement"],
    "sealed.LedgerLine": ["family", "family_reason"],
}


def _words(model: type[models.Model]) -> list[str]:
    data = data_of(model)
    told = (*getattr(data, "identifying", ()), *getattr(data, "sensitive", ()))
    plain = (models.CharField, models.TextField, models.DateField)
    return sorted(name for name in told if isinstance(model._meta.get_field(name), plain))
