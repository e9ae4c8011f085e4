"""Every table says what is in it, who may touch it and how long it is kept; nothing is forgotten."""

from collections import Counter
from itertools import chain

import pytest
from django.db import models

from config.access_rules import DOORS, data_of, our_models
from openmash.core.records import HubRow

CLASSES = ("identifying", "sensitive", "operational")
KNOWN = {"doors", "policy", "own_rows", "sealed", "retention", *CLASSES}
RIGHTS = {"select", "insert", "update", "delete"}
BASE = {"id", "hub"}
MODELS = pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)

# Tables whose rows are of no hub: each says in `policy` who sees which of them.
OF_NO_HUB = {"User", "OutsideSession", "Hub", "Event", "Leaf", "Checkpoint", "SigningKey", "Handed", "Verification"}

# Times that nobody stands behind, or whose person is named elsewhere. This list may only become shorter.
TIME_WITHOUT_A_PERSON = {
    "Membership.left_at": "an administrator's act; who did it is in the audit log",
    "Invitation.used_at": "whoever holds the link; they sign with their name in the reply",
    "Invitation.cancelled_at": "the service that sends a new link or withdraws the request; in the audit log",
    "Reply.taken_in_at": "the hub's own clockwork",
    "Submission.taken_in_at": "the hub's own clockwork",
    "TeamReport.taken_in_at": "the hub's own clockwork",
    "ReleasedCopy.hub_told_at": "the hub's own clockwork",
    "CopyRecall.hub_told_at": "the hub's own clockwork",
    "Message.sent_at": "the hub's own clockwork",
    "Check.looked_up_at": "the hub's own clockwork",
    "Challenge.taken_in_at": "the hub's own clockwork",
    "ApiKey.last_used_at": "the computer system that holds it: the row itself",
    "ApiKey.window_at": "the computer system that holds it: the row itself",
    "DirectReferral.due_at": "by when it is to be taken in, worked out when it was made",
    "DirectReferral.fetched_at": "the agency's receiving system; each fetch is in the audit log with its key",
    "DirectReferral.rung_at": "the hub's own clockwork",
    "Event.written_at": "the database's own clock, beside the moment and the person of the event",
    "MeetingCase.due_at": "a deadline, tied to what the meeting's clock counts from; some have none",
    "Ending.review_due_at": "a deadline; who is to review is another manager than who ended it, whoever that is",
    "Subject.paused_at": "who let the clock stand still is named on the pause",
    "Subject.due_at": "a deadline, tied to the rating that set it",
    "StageEntry.due_at": "a deadline, tied to the stage that was entered; some stages have none",
}


def names_of(model: type[models.Model]) -> set[str]:
    """The columns that a table declares for itself."""
    own = {field.name for field in model._meta.concrete_fields}
    return own - BASE if issubclass(model, HubRow) else own


def classified(model: type[models.Model]) -> Counter[str]:
    data = data_of(model)
    return Counter(chain.from_iterable(getattr(data, each, ()) for each in CLASSES))


def test_there_are_models_to_look_at() -> None:
    assert len(our_models()) > 30


@MODELS
def test_every_field_is_classified_exactly_once(model: type[models.Model]) -> None:
    told = classified(model)
    assert names_of(model) - set(told) == set(), "not classified: add it to identifying, sensitive or operational"
    assert set(told) - names_of(model) == set(), "classified, but there is no such field"
    assert [name for name, times in told.items() if times > 1] == [], "classified twice"


@MODELS
def test_a_table_says_nothing_of_itself_that_is_not_understood(model: type[models.Model]) -> None:
    said = {name for name in vars(data_of(model)) if not name.startswith("__")}
    assert said <= KNOWN, "misspelt? What is not understood is not done"


@MODELS
def test_a_table_says_how_long_it_is_kept(model: type[models.Model]) -> None:
    assert len(getattr(data_of(model), "retention", "")) > 5


@MODELS
def test_rights_are_given_to_known_doors_in_known_words(model: type[models.Model]) -> None:
    doors = data_of(model).doors
    assert doors, "a table that no door may touch is not used"
    assert set(doors) <= set(DOORS)
    for rights in doors.values():
        for right in rights.split():
            verb, _, columns = right.partition("(")
            assert verb in RIGHTS
            named = {name.strip() for name in columns.removesuffix(")").split(",") if name}
            assert named <= {field.column for field in model._meta.concrete_fields}


@MODELS
def test_every_row_is_of_a_hub_or_its_table_says_who_sees_it(model: type[models.Model]) -> None:
    if issubclass(model, HubRow):
        policy = getattr(data_of(model), "policy", {})
        assert "true" not in policy.values(), "a hub's rows are never shown to another"
    else:
        assert model.__name__ in OF_NO_HUB


@MODELS
def test_what_is_sealed_has_no_outside_door(model: type[models.Model]) -> None:
    data = data_of(model)
    in_the_room = model.__module__.startswith("openmash.sealed.")
    assert getattr(data, "sealed", False) or not in_the_room, "every table of the sealed room says so"
    if getattr(data, "sealed", False):
        assert "outside" not in data.doors


@MODELS
def test_everything_is_unique_within_its_hub_only(model: type[models.Model]) -> None:
    if not issubclass(model, HubRow):
        return
    wrong = [
        c.name for c in model._meta.constraints if isinstance(c, models.UniqueConstraint) and "hub" not in c.fields
    ]
    wrong += [f.name for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    assert wrong == [], "a value that is unique across hubs tells one hub about another"


@MODELS
def test_when_and_who_are_known_together_or_not_at_all(model: type[models.Model]) -> None:
    fields = {field.name: field for field in model._meta.concrete_fields}
    tied = [str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]
    for name, when in fields.items():
        if not name.endswith("_at") or not when.null or f"{model.__name__}.{name}" in TIME_WITHOUT_A_PERSON:
            continue
        who = f"{name.removesuffix('_at')}_by"
        assert who in fields, f"{name} has no {who}; add it, or list it with its reason"
        assert fields[who].null, f"{who} must be empty as long as {name} is"
        assert any(f"'{name}'" in each and f"'{who}'" in each for each in tied), f"no constraint ties {name} to {who}"


@MODELS
def test_no_time_and_no_person_is_half_optional(model: type[models.Model]) -> None:
    fields = {field.name: field for field in model._meta.concrete_fields}
    half = [
        name
        for name, who in fields.items()
        if name.endswith("_by") and (when := fields.get(f"{name.removesuffix('_by')}_at")) and when.null != who.null
    ]
    assert half == []


@MODELS
def test_a_yes_or_no_is_never_left_open(model: type[models.Model]) -> None:
    open_ended = [f.name for f in model._meta.concrete_fields if isinstance(f, models.BooleanField) and f.null]
    assert open_ended == []


def test_reasons_are_only_kept_for_fields_that_exist() -> None:
    there = {f"{model.__name__}.{field.name}" for model in our_models() for field in model._meta.concrete_fields}
    assert set(TIME_WITHOUT_A_PERSON) <= there


def test_a_forgotten_field_would_be_noticed() -> None:
    model = next(each for each in our_models() if each.__name__ == "Check")
    told = classified(model)
    told.pop("question")
    assert names_of(model) - set(told) == {"question"}
