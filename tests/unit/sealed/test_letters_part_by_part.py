"""A virtual partner's letter, part by part: what is read, what is taken as the form offers it, what is refused."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from openmash.sealed import rules
from openmash.sealed.errors import BrokenLetter
from openmash.sealed.rules import ItemTold, ReplyTold
from openmash.sealed.rules.letters import MOST_FILES, MOST_ITEMS

FILE = uuid4()
ITEM: dict[str, Any] = {
    "text": " Absent since May. ",
    "source_kind": "opinion",
    "sensitivity": "restricted",
    "leave": "whole",
    "fact_on": "2026-11-02",
    "handling": " Not to Mr N. ",
    "professional": " Ms Lowen ",
    "files": [str(FILE)],
}
LETTER: dict[str, Any] = {
    "name": " Gwen Amery ",
    "role": " Head ",
    "items": [ITEM],
    "nil_return": "",
    "searched": " SIMS ",
    "explanation": " Two systems ",
    "late_effect": "yes",
    "late_effect_why": " Exams ",
}


def letter_refused(letter: Any) -> str:
    try:
        rules.read_letter(letter)
    except BrokenLetter as broken:
        sentence = broken.sentence
    else:
        return ""
    assert sentence.endswith("take the answer down.")
    return sentence


def test_a_letter_is_read_part_by_part() -> None:
    item = ItemTold(
        "Absent since May.",
        source_kind="opinion",
        sensitivity="restricted",
        leave="whole",
        fact_on=date(2026, 11, 2),
        handling="Not to Mr N.",
        professional="Ms Lowen",
    )

    assert rules.read_letter(LETTER) == ReplyTold(
        name="Gwen Amery, Head",
        items=(item,),
        files=((FILE,),),
        nil_return="",
        searched="SIMS",
        explanation="Two systems",
        late_effect="yes",
        late_effect_why="Exams",
    )


def test_what_a_letter_leaves_out_is_taken_as_the_form_offers_it() -> None:
    told = rules.read_letter({"name": "Gwen Amery", "items": [{"text": "Absent."}]})

    assert told == ReplyTold("Gwen Amery", (ItemTold("Absent.", professional="Gwen Amery"),), ((),), "", "", "", "", "")
    assert rules.read_letter({"name": "Gwen", "items": None, "nil_return": "nothing_known"}) == ReplyTold(
        "Gwen", (), (), "nothing_known", "", "", "", ""
    )


@pytest.mark.parametrize(
    ("part", "most"),
    [
        *(("name", 120), ("role", 120), ("nil_return", 20), ("searched", 20_000), ("explanation", 20_000)),
        *(("late_effect", 10), ("late_effect_why", 20_000)),
    ],
)
def test_no_part_of_a_letter_is_longer_than_a_person_types(part: str, most: int) -> None:
    assert letter_refused(LETTER | {part: "x" * most}) == ""
    for wrong in ("x" * (most + 1), 5, None, "a\x00b"):
        assert f"“{part}”" in letter_refused(LETTER | {part: wrong})


@pytest.mark.parametrize(
    ("part", "most"),
    [
        *(("text", 20_000), ("source_kind", 20), ("sensitivity", 20), ("leave", 20), ("handling", 20_000)),
        ("professional", 120),
    ],
)
def test_no_part_of_an_item_in_a_letter_is_either(part: str, most: int) -> None:
    assert letter_refused(LETTER | {"items": [ITEM | {part: "x" * most}]}) == ""
    for wrong in ("x" * (most + 1), 5):
        assert f"“{part}”" in letter_refused(LETTER | {"items": [ITEM | {part: wrong}]})


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"items": "many"}, "items"),
        ({"items": {"0": ITEM}}, "items"),
        ({"items": ["Absent."]}, "items"),
        ({"items": [ITEM] * (MOST_ITEMS + 1)}, "items"),
        ({"items": [ITEM | {"fact_on": "in May"}]}, "fact_on"),
        ({"items": [ITEM | {"fact_on": "2026-11-022"}]}, "fact_on"),
        ({"items": [ITEM | {"files": "file"}]}, "files"),
        ({"items": [ITEM | {"files": ["no id"]}]}, "files"),
        ({"items": [ITEM | {"files": [str(FILE), str(FILE)]}]}, "files"),
        ({"items": [ITEM | {"files": [str(uuid4()) for _ in range(MOST_FILES + 1)]}]}, "files"),
    ],
)
def test_what_is_no_list_no_day_and_no_file_is_named_and_never_quoted(change: dict[str, Any], part: str) -> None:
    assert f"“{part}”" in letter_refused(LETTER | change)


def test_a_letter_has_as_many_items_and_files_as_the_form_takes_and_somebody_who_signs() -> None:
    assert letter_refused(LETTER | {"items": [ITEM] * MOST_ITEMS}) == ""
    files: list[str] = [str(uuid4()) for _ in range(MOST_FILES)]
    assert letter_refused(LETTER | {"items": [ITEM | {"files": files}]}) == ""
    assert "who answered" in letter_refused(LETTER | {"name": " "})
    assert "form that can be read" in letter_refused([LETTER])
    assert len(rules.read_letter(LETTER | {"name": "x" * 120}).name) == 120
