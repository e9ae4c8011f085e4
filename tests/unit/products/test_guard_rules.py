"""Whether a copy says, to somebody who must not learn it, what is protected. Every name and place is invented."""

from dataclasses import replace
from uuid import uuid4

import pytest

from openmash.products import rules
from openmash.products.rules import AgencyWords, Comparable, GuidanceTold, Protected, StayingText, SubjectInCopy
from openmash.products.rules.copies import WarningInCopy

CHILD = SubjectInCopy(
    "Ada Wren", "Child", "2018-03-04", "", "4 Mill Lane", "Tier 3", "Social care", "…", "Pat Holloway"
)
WORDS = AgencyWords("NHS Devon", "Dr Lowen", "Fact", "2026-10-03", "A burn.", "Agreed", "")
SAFE = Protected(
    "a safe address", "Kit Marlow", (("address", "Flat 2, 14 High Street, Exeter"), ("postcode", "EX1 1AB"))
)


def copy(**parts: str) -> rules.Copy:
    """A copy whose guidance says that; the addresses go with it."""
    guidance = GuidanceTold(recommendations="See Ada alone.", with_addresses=True)
    return rules.typeset(
        reference="DEV-1111-2222",
        hub="Devon MASH",
        team="Exeter assessment team",
        subjects=[CHILD],
        guidance=replace(guidance, **parts),  # type: ignore[arg-type]
        words=[WORDS],
    )


def says(text: str, kind: str, term: str) -> bool:
    return Comparable(text).says_any([(kind, term)])


# --- Written in another way -----------------------------------------------------------------------------------------

SAME = [
    ("address", "14 High Street, Exeter", "She is at Flat 2, 14 High St."),
    ("address", "Flat 2, 14 High St", "She is at 14 High Street now."),
    ("address", "Flat 2\n14 High Street\nExeter", "at 14, HIGH STREET"),
    ("address", "14a High Street", "14 A high street"),
    ("address", "No. 14 High Street", "14 High Street"),
    ("address", "14, High Street, Exeter", "14 High Street"),
    ("address", "Rose Cottage, Mill Lane", "moved to rose  cottage"),
    ("address", "Apartment 7, 3 St Mary's Road", "3 Saint Marys Rd"),
    ("address", "14 Café Gardens", "14 CAFE GDNS"),
    ("postcode", "EX1 1AB", "ex11ab"),
    ("postcode", "EX11AB", "at EX1  1AB."),
    ("postcode", "EX10 1AB", "EX1O 1AB"),
    ("telephone", "01632 960 123", "ring +44 1632 960123"),
    ("telephone", "+44 (0)1632 960123", "01632-960-123"),
    ("telephone", "0044 1632 960123", "01632960123"),
    ("name", "Dan Wren", "told DAN WREN’s sister"),
    ("name", "Dan Wren", "Wren, Dan"),
    ("name", "Zoë O'Neill", "Zoe ONeill"),
    ("name", "Łucja Smith-Jones", "Lucja Smith Jones"),
    ("name", "Dan Wren", "Dan\u200b W\u00adren"),
    ("school", "Brookfield Primary School", "goes to Brookfield"),
    ("school", "St Anne's CE Primary", "at Saint Annes"),
    ("other", "the blue Transit", "in the BLUE transit"),
]


@pytest.mark.parametrize(("kind", "term", "text"), SAME)
def test_it_is_found_however_it_is_written(kind: str, term: str, text: str) -> None:
    assert says(text, kind, term)


OTHER = [
    ("address", "14 High Street, Exeter", "She lives in Exeter, on the High Street."),
    ("address", "14 High Street", "114 High Street"),
    ("address", "14 High Street", "14 High Road"),
    ("address", "Flat 2, 14 High Street", "Flat 2, 15 High Street"),
    ("address", "Exeter", "The team meets in Exmouth."),
    ("postcode", "EX1 1AB", "EX1 1AC"),
    ("postcode", "EX1", "EX1 is a district and no place."),
    ("telephone", "01632 960123", "01632 960124"),
    ("telephone", "999", "ring 999"),
    ("name", "Dan Wren", "Daniel is not here; the wren sang."),
    ("name", "Wren", "The Wrens live there."),
    ("school", "The High School", "at a high point"),
    ("other", "van", "the caravan"),
]


@pytest.mark.parametrize(("kind", "term", "text"), OTHER)
def test_what_is_something_else_is_left_alone(kind: str, term: str, text: str) -> None:
    assert not says(text, kind, term)


def test_two_addresses_are_one_place_when_one_has_the_flat_and_the_other_has_not() -> None:
    assert rules.same_place("Flat 2, 14 High St", "14 High Street, Exeter")
    assert rules.same_place("14 High Street", "Flat 2, 14 High St, EX1 1AB")
    assert rules.same_place("14 Mill Lane, Exeter EX4 9ZZ", "EX4 9ZZ")
    assert rules.same_place("EX4 9ZZ", "14 Mill Lane, Exeter EX4 9ZZ")
    assert not rules.same_place("14 High Street", "15 High Street")
    assert not rules.same_place("", "14 High Street")


# --- A copy ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("recommendations", "Recommendations"),
        ("speak_to", "Whom to speak to"),
        ("summary", "Summary of the analysis"),
        ("staff_safety", "Danger to staff"),
    ],
)
def test_a_protected_address_is_found_wherever_the_hub_wrote_it(part: str, where: str) -> None:
    [found] = rules.guarded(copy(**{part: "She is safe at 14 high st now."}), [SAFE])

    assert (found.code, found.where) == ("products.guard_term", where)
    assert where in found.sentence
    assert "Kit Marlow" in found.sentence


def test_it_is_found_in_addresses_warnings_and_what_agencies_say() -> None:
    plain = copy()
    at_home = replace(plain, subjects=(replace(CHILD, address="14 High Street"),))
    by_agency = replace(plain, words=(replace(WORDS, text="Seen at EX1 1AB."),))
    by_condition = replace(plain, words=(replace(WORDS, handling="Never write to EX1 1AB."),))
    as_warning = replace(plain, warnings=(WarningInCopy("Dan", "Waits at 14 High St", "2026-01-01", "Kit"),))

    assert [len(rules.guarded(each, [SAFE])) for each in (at_home, by_agency, by_condition, as_warning)] == [1, 1, 1, 1]
    assert rules.guarded(plain, [SAFE]) == ()


def test_the_sentence_never_repeats_what_is_protected() -> None:
    terms = (("address", "14 High Street"), ("name", "Zelda Quick"), ("school", "Brookfield"), ("other", "red Mini"))
    said = "Zelda Quick of 14 High Street drives a red Mini to Brookfield."

    [found] = rules.guarded(copy(summary=said), [replace(SAFE, terms=terms)])

    for word in ("High", "Zelda", "Quick", "Brookfield", "Mini", "14"):
        assert word not in found.sentence


def test_a_recipient_who_must_not_learn_it_is_stopped_whatever_the_copy_says() -> None:
    [found] = rules.guarded(copy(), [replace(SAFE, names_recipient=True)])

    assert (found.code, found.where) == ("products.guard_recipient", "")
    assert "another team" in found.sentence


def test_the_same_objection_is_made_once() -> None:
    twice = copy(summary="14 High Street, that is, 14 high st, EX1 1AB")

    assert len(rules.guarded(twice, [SAFE, SAFE])) == 1


def test_a_name_of_three_words_is_found_turned_round_and_a_number_with_its_country_and_trunk_zero() -> None:
    assert says("Wren, Ada Mary, was seen.", "name", "Ada Mary Wren")
    assert not says("Wren, Ada, was seen.", "name", "Ada Mary Wren")
    assert says("Ring 0044 (0)1632 960300.", "telephone", "1632 960300")
    assert says("Ring 1632 960300.", "telephone", "+44 (0)1632 960300")


# --- Copied out by hand ---------------------------------------------------------------------------------------------

SEALED = "He told PC Trevail that he keeps a machete under the bed in the back room."


def test_guidance_that_repeats_what_may_not_go_is_named_without_saying_whose_it_is() -> None:
    [found] = rules.copied_out(copy(summary=SEALED), [StayingText(uuid4(), SEALED)])

    assert (found.code, found.where) == ("products.copied_out", "Summary of the analysis")
    assert "police" not in found.sentence.lower()
    assert rules.copied_out(copy(summary="Nobody may visit alone."), [StayingText(uuid4(), SEALED)]) == ()


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("recommendations", "Recommendations"),
        ("speak_to", "Whom to speak to"),
        ("summary", "Summary of the analysis"),
        ("staff_safety", "Danger to staff"),
    ],
)
def test_what_repeats_it_is_named_as_its_author_knows_it(part: str, where: str) -> None:
    [found] = rules.copied_out(replace(copy(), **{part: SEALED}), [StayingText(uuid4(), SEALED)])

    assert found.where == where


def test_an_owner_s_edited_words_that_repeat_another_item_are_named() -> None:
    edited = replace(WORDS, text=f"He is known. {SEALED}")
    own = StayingText(uuid4(), f"He is known. {SEALED} He is called Heron.", let_go=edited.text, edited=True)
    another = StayingText(uuid4(), SEALED)
    leaving = replace(copy(), words=(edited,))

    [found] = rules.copied_out(leaving, [own, another])

    assert found.where == "Information that goes with it"
    assert rules.copied_out(leaving, [own]) == ()


def test_guidance_may_repeat_what_goes_with_it() -> None:
    leaving = replace(copy(summary=SEALED), words=(replace(WORDS, text=SEALED),))

    assert (
        rules.copied_out(leaving, [StayingText(uuid4(), "Quite another text, with many words of its own in it.")]) == ()
    )
