"""Every fault in a gate, a stage or a ladder is said in one line: where it is, what was expected, what was found."""

import pytest

from openmash.hubs.rules import About, Guards, ModelInvalid, in_words, load, parse, source

WILTSHIRE, CORNWALL, NORTHAMPTONSHIRE = source("wiltshire"), source("cornwall"), source("northamptonshire")
SECOND_GATE = '[[gates]]\ncode = "step_up"'
STAGE, STEP = '[[stages]]\ncode = "mash"', '[[ladders.steps]]\nlabel = "Another manager of the unit"'


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ModelInvalid) as refused:
        parse(text, source_name="mine.toml")
    return refused.value.problems


def after(text: str, place: str, old: str, new: str) -> str:
    """A model in which the first ``old`` after ``place`` is replaced."""
    before, found, rest = text.partition(place)
    assert found, place
    assert old in rest, old
    return before + found + rest.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('guards = "stage"', 'guards = "door"', "key guards: expected one of sharing, stage; found “door”"),
        ('guards = "stage"', "", "key guards is missing"),
        ('question = "Should', 'query = "Should', "key question is missing"),
        ('roles = ["evaluator", ', 'roles = ["evaluators", ', "(did you mean evaluator?); found “evaluators”"),
        (
            'roles = ["evaluator", ',
            'roles = ["administrator", ',
            "expected roles that work on a case; not administrator",
        ),
        ("registered_social_worker = false", 'registered_social_worker = "no"', "expected true or false"),
        ('agency_kinds = ["police", "social_care"', 'agency_kinds = ["polis", "social_care"', "(did you mean police?)"),
        ('agency_kinds = ["police", "social_care"', 'agency_kinds = ["police", "police"', "expected each code once"),
        (
            'guards = "stage"',
            'guards = "sharing"',
            "expected gate to be that of a [[gates]] table with guards = “stage”",
        ),
        (
            'code = "step_up"',
            'code = "step_down"',
            "expected a [[stages]] table with gate = “step_down”; there is none",
        ),
    ],
)
def test_a_fault_in_a_gate_is_said(old: str, new: str, says: str) -> None:
    found = problems(after(WILTSHIRE, "# Two stages, and the gate between them.", old, new))
    assert any(says in each for each in found), "\n".join(found)
    assert all("mine.toml, line" in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('gate = "step_up"', 'gate = "step_over"', "found “step_over”"),
        ('ratings = ["child_protection"]', 'ratings = ["crimson"]', "expected ratings out of child_protection, triage"),
        ('outcomes = ["joint_section_47"]', 'outcomes = ["prison"]', "found “prison”"),
        ("amount = 4", "amount = 0", "expected an amount of 1 to 1000 hours, not 0"),
        ('meaning = "All', 'meanings = "All', "key meaning is missing"),
        ('gate = "step_up"\nratings = ["child_protection"]', "ratings = []", "nothing would ever come to this stage"),
        ('code = "mash"', 'code = "triage"', "expected each code once; triage is already that of number 1"),
        ("ratings = [", 'colour = "red"\nratings = [', "key colour: there is no such key"),
    ],
)
def test_a_fault_in_a_stage_is_said(old: str, new: str, says: str) -> None:
    place = WILTSHIRE.index(STAGE)
    text = WILTSHIRE[:place] + WILTSHIRE[place:].replace(old, new, 1)
    assert text != WILTSHIRE
    found = problems(text)
    assert any(says in each for each in found), "\n".join(found)


def test_the_first_stage_waits_for_nothing() -> None:
    text = after(WILTSHIRE, '[[stages]]\ncode = "triage"', "ratings = []", 'gate = "step_up"\nratings = []')
    assert any("expected no gate: every enquiry begins in the first stage" in each for each in problems(text))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('about = ["rating", "decision"]', "about = []", "expected at least one of rating, decision"),
        ('about = ["rating", "decision"]', 'about = ["weather"]', "found “weather”"),
        ("by_referrers = true", "by_referrers = 1", "expected true or false, without quotes; found 1"),
        ('roles = ["practice_manager", ', 'roles = ["coordinator", ', "expected roles that may enter the sealed room"),
        ('roles = ["practice_manager", ', 'roles = ["social_worker", ', "make the threshold decision"),
        ('roles = ["practice_manager", ', 'roles = ["system", ', "since whoever settles it must; not system"),
        ("by_the_one_challenged = true", "", "key by_the_one_challenged is missing"),
        ("amount = 4", "amount = 4000", "expected an amount of 1 to 1000 working hours, not 4000"),
        ('kind = "working_hours"', 'kind = "hours"', "key kind: expected one of elapsed_hours"),
        ('agency_kinds = ["social_care"]', 'agency_kinds = ["council"]', "found “council”"),
        ('label = "A talk', 'lable = "A talk', "key label is missing"),
    ],
)
def test_a_fault_in_a_ladder_is_said(old: str, new: str, says: str) -> None:
    found = problems(after(CORNWALL, "# When professionals, or those who refer, do not agree.", old, new))
    assert any(says in each for each in found), "\n".join(found)


def blocks(text: str) -> list[str]:
    """A model's tables, each with the comment above it."""
    return text.split("\n\n")


def is_step(block: str) -> bool:
    return block.startswith(("[[ladders.steps]]", "[ladders.steps.clock]"))


def test_a_ladder_without_a_step_is_refused() -> None:
    found = problems("\n\n".join(block for block in blocks(CORNWALL) if not is_step(block)))
    assert any("key steps is missing; expected tables" in each for each in found), "\n".join(found)


def test_two_ladders_about_the_same_are_refused() -> None:
    second = [block for block in blocks(CORNWALL) if is_step(block) or block.startswith("[[ladders]]")]
    another = "\n\n".join(second).replace('code = "resolving_differences"', 'code = "another"')
    found = problems(f"{CORNWALL}\n\n{another}\n")
    assert any("expected one ladder about a rating; there is one already" in each for each in found), "\n".join(found)


def test_what_ships_is_read_as_the_case_studies_say() -> None:
    assert [gate.guards for gate in load("northamptonshire").gates] == [Guards.SHARING]
    [gate] = load("wiltshire").gates
    assert (gate.is_joint, gate.agency_kinds) == (True, ("police", "social_care", "health"))
    assert [stage.code for stage in load("wiltshire").stages] == ["triage", "mash"]
    [ladder] = load("nottinghamshire").ladders
    assert (ladder.about, ladder.by_referrers) == ((About.RATING,), False)
    assert [step.label for step in ladder.steps] == ["The social care representative", "The operational manager"]
    assert [len(ladder.steps) for ladder in load("cornwall").ladders] == [3]
    assert not load("first_response").ladders


def test_a_ladder_in_words() -> None:
    said = {each.about: each.words for each in in_words(load("nottinghamshire")) if "agree" in each.heading}
    assert (
        said["Rating dispute, step 2"] == "The operational manager (operations manager), within 1 hour, day and night"
    )


def test_a_gate_in_words() -> None:
    [said] = [each for each in in_words(load("northamptonshire")) if each.heading == "Gates"]
    assert said.words.startswith("no agency is asked and none shares before it is on record; one person finds it")
