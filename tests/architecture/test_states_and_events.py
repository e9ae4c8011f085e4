"""Every state can be reached, every move is its own event, and the list of events is whole."""

from collections import Counter

import pytest

from config.docs import code, events
from config.docs.states import machines
from openmash.core.transitions import Machine
from tests.architecture.sources import ROOT

ALL = {f"{package}.{name}": machine for package, found in machines().items() for name, machine in found.items()}
MACHINES = pytest.mark.parametrize("machine", ALL.values(), ids=ALL.keys())

# Where each thing comes to rest for good; a state that is missing here is one that somebody must still leave.
FINAL = {
    "allegations.ALLEGATION": {"concluded"},
    "checks.CHECK": {"answered", "withdrawn"},
    "contacts.CONTACT": {"joined_to_another", "became_an_enquiry"},
    "decisions.LETTER": {"returned", "sent"},
    "differences.DIFFERENCE": {"withdrawn"},
    "enquiries.CLOCK": {"ended"},
    "enquiries.ENQUIRY": set(),
    "enquiries.SUBJECT": set(),
    "exclusions.EXCLUSION": {"ended"},
    "groups.GROUP": {"closed"},
    "hubs.VERSION": {"withdrawn"},
    "meetings.MEETING": {"held", "cancelled"},
    "oversight.ENDING": {"agreed", "sent_back"},
    "oversight.REQUIRED_REVIEW": {"done"},
    "people.MERGE": {"refused", "withdrawn", "undone"},
    "person_index.LOAD": {"done", "stopped"},
    "products.PRODUCT": {"corrected", "abandoned"},
    "retention.ACCESS": {"answered", "closed_unanswered"},
    "retention.BATCH": {"erased", "declined"},
    "screening.INTERVIEW": {"held"},
    "screening.PANEL": {"not_taken"},
    "sealed.GRANT": {"reviewed"},
    "sealed.ITEM": {"withdrawn"},
    "sealed.RELEASE": {"lawful_basis", "urgent"},
}


def test_final_states_are_the_ones_that_were_agreed() -> None:
    assert {name: set(machine.final_states()) for name, machine in ALL.items()} == FINAL


@MACHINES
def test_every_state_is_reached_from_the_first(machine: Machine) -> None:
    reached, before = {str(machine.initial)}, set()
    while reached != before:
        before = set(reached)
        reached |= {str(move.target) for move in machine.moves if reached & {str(each) for each in move.sources}}
    assert reached == {str(state) for state in machine.states}


@MACHINES
def test_every_move_leads_between_states_that_exist(machine: Machine) -> None:
    states = {str(state) for state in machine.states}
    for move in machine.moves:
        assert {str(each) for each in move.sources} | {str(move.target)} <= states
        assert move.sources, f"{move.name} can never happen"


@MACHINES
def test_every_state_and_move_says_what_it_means(machine: Machine) -> None:
    words = [*machine.states.values(), *(move.words for move in machine.moves)]
    assert [each for each in words if len(each) < 5] == []


def test_every_move_has_an_audit_event_of_its_own() -> None:
    names = Counter(move.event for machine in ALL.values() for move in machine.moves)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_move_s_event_is_written_by_some_service() -> None:
    moves = {move.event for machine in ALL.values() for move in machine.moves}
    assert moves - set(events.written()) == set(), "the move happens, and the log does not hold it"


def test_every_state_that_is_stored_has_a_machine() -> None:
    from django.db import models

    from config.access_rules import our_models

    with_states = {
        model.__module__.split(".")[1]
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.name == "state" and isinstance(field, models.CharField)
    }
    assert with_states == set(machines())


def test_every_event_that_the_code_writes_is_in_the_list() -> None:
    listed = (ROOT / "docs" / "reference" / "audit-events.md").read_text()
    missing = [name for name in events.written() if f"`{name}`" not in listed]
    assert missing == [], "run `.venv/bin/openmash docs`"


def test_every_event_says_when_it_is_written() -> None:
    rows = [line for line in events.pages()["audit-events.md"].splitlines() if line.startswith("| `")]
    assert len(rows) == len(events.written())
    assert [row for row in rows if len(row.split("|")[2].strip()) < 10] == []


def test_an_event_is_named_by_what_it_is_about_and_in_the_past_tense() -> None:
    past = (
        "ed",
        "_to",
        "told",
        "read",
        "sent",
        "made",
        "written",
        "begun",
        "chosen",
        "given",
        "born",
        "withdrawn",
        "held",
        "heard",
        "kept",
        "went",
        "done",
        "taken",
        "gone",
        "put",
    )
    odd = [name for name in events.written() if not any(part.endswith(past) for part in name.split(".")[1].split("_"))]
    assert set(odd) <= EXCUSED_NAMES


EXCUSED_NAMES = {
    "check.reply_not_readable",  # what is, not what somebody did
    "report.not_taken_in",
    "report.taken_in",
    "product.gone_on_with",
    "product.taken_back",
    "attachment.taken_off",
    "item.left_out",
    "contact.became_enquiry",
    "item.read_for_release",
}


def test_an_event_whose_name_cannot_be_read_off_the_code_is_refused() -> None:
    node = code.ast.parse("def verb(): audit.record(make_up_a_name(), actor=actor)").body[0]
    assert isinstance(node, code.ast.FunctionDef)
    with pytest.raises(ValueError, match="which audit event is this"):
        code.events_of(code.Function("contacts", "contacts/services.py", "verb", node))
