"""What a letter to a referrer says, and who sees it before it goes."""

from datetime import date
from uuid import uuid4

from openmash.access import Role
from openmash.decisions import rules
from openmash.decisions.states import LETTER, LetterState
from openmash.hubs.rules import load
from tests.refusals import refused

NOTTINGHAMSHIRE, DEVON = load("nottinghamshire"), load("devon")
LETTERS = rules.require_letters(NOTTINGHAMSHIRE)


def text(*to: str) -> str:
    return rules.letter_text(
        hub="The hub",
        telephone="01632 960100",
        to=to,
        reference="NOT-1",
        on=date(2026, 9, 3),
        said=" It was passed on. ",
        closing=LETTERS.closing,
    )


def test_a_letter_names_whoever_it_is_to_and_nobody_else() -> None:
    assert text("Sheila Epperstone", "", "Rainworth Primary School").split("\n\n") == [
        "Sheila Epperstone\nRainworth Primary School",
        "3 September 2026\nOur reference: NOT-1",
        "Dear Sheila Epperstone,",
        "Thank you for telling us of your worry. This is what we can say of it.",
        "It was passed on.",
        LETTERS.closing,
        "The hub\n01632 960100",
    ]


def test_whoever_gave_no_name_gets_a_letter_too() -> None:
    assert "To whom it may concern," in text("", "", "")


def test_a_hub_that_writes_no_letters_tells_directly_and_one_that_does_not() -> None:
    assert refused(rules.require_letters, DEVON) == ("decisions.hub_writes_letters", None)
    assert refused(rules.require_no_letter_instead, DEVON) is None
    assert refused(rules.require_no_letter_instead, NOTTINGHAMSHIRE) == ("decisions.letters_are_seen_first", None)


def test_the_second_person_is_another_in_a_role_that_the_hub_names() -> None:
    one = uuid4()
    own = refused(rules.require_seen_by_another, actor_id=one, written_by=one)
    assert own == ("decisions.letter_seen_by_somebody_else", None)
    assert refused(rules.require_seen_by_another, actor_id=one, written_by=uuid4()) is None
    clerk = refused(rules.require_may_see_letters, LETTERS, Role.BUSINESS_SUPPORT)
    assert clerk == ("decisions.letter_seen_by_these_roles", None)
    assert refused(rules.require_may_see_letters, LETTERS, Role.PRACTICE_MANAGER) is None


def test_one_letter_about_a_contact_waits_at_a_time() -> None:
    assert refused(rules.require_no_letter_waiting, waits=True) == ("decisions.one_letter_waits", None)
    assert refused(rules.require_no_letter_waiting, waits=False) is None


def test_a_letter_is_returned_with_what_has_to_change() -> None:
    for why in (" ", "x" * (rules.LONGEST_WHY + 1)):
        assert refused(rules.require_why_returned, why) == ("decisions.letter_returned_with_a_reason", "why")
    assert refused(rules.require_why_returned, "x" * rules.LONGEST_WHY) is None


def test_what_was_sent_or_returned_stays_so() -> None:
    assert LETTER.move(LetterState.WRITTEN, "send") == LetterState.SENT
    assert LETTER.move(LetterState.WRITTEN, "return") == LetterState.RETURNED
    for over in (LetterState.SENT, LetterState.RETURNED):
        for move in ("send", "return"):
            assert refused(LETTER.move, over, move) == (f"letter.{move}", None)
