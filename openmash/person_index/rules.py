"""When a person index may be filled and asked. Plain Python."""

from datetime import date, timedelta
from enum import StrEnum

from openmash.core.errors import RuleBroken

KEPT_REFUSED = 1_000
"""Refused rows of one load that are kept one by one; how many there were in all is kept as a number (own choice)."""

LONGEST_SENTENCE = 300
LONGEST_COLUMN = 40
MOST_IN_ONE_CALL = 1_000
MOST_BYTES_OF_A_FILE = 40_000_000
"""What a page takes in; a bigger file is loaded on the server with `openmash index load`."""

ENOUGH_TO_TELL = 100
"""From so many people on, an index does not lose more than half of them to one file (own choice)."""

REFUSED_KEPT = timedelta(days=90)
"""How long it is kept what was wrong in a file, where no other file came (own choice)."""

HITS_KEPT = timedelta(days=90)
"""How long it is kept that an agency's index may know somebody of a check (own choice: a check is answered in days)."""


ALIKE = 0.8
"""How alike two encodings are, as Dice's coefficient, where an agency is asked to look (own choice)."""


class Purpose(StrEnum):
    """What somebody is looked up for, as it stands in the log."""

    CONTACT = "contact"
    CHECK = "check"
    SEARCH = "search"
    TIDYING = "tidying"


PURPOSE_WORDS = {
    Purpose.CONTACT: "Who somebody told of in a contact is",
    Purpose.CHECK: "Answering a request of the hub",
    Purpose.SEARCH: "Somebody looked for by name or number",
    Purpose.TIDYING: "Whether one person stands in the hub's index twice",
}


class Ended(StrEnum):
    """Why a load came to nothing."""

    NOT_READABLE = "not_readable"
    BROKEN_OFF = "broken_off"
    WITHDRAWN = "withdrawn"
    NOTHING_IN_IT = "nothing_in_it"
    MOST_MISSING = "most_missing"


ENDED_WORDS: dict[str, str] = {
    Ended.NOT_READABLE: "The file cannot be read as a person index. The reason stands beside its line.",
    Ended.BROKEN_OFF: "The load was broken off before its end. The index answers as it did before; load it again.",
    Ended.WITHDRAWN: "The index was withdrawn while the file was being read.",
    Ended.NOTHING_IN_IT: "There is not one row in the file that could be used. The index answers as it did before.",
    Ended.MOST_MISSING: "Fewer than half as many people could be taken from the file as the index holds. It answers as "
    "it did before. If that many are to go, withdraw the index, then load the file again.",
}


def is_most_missing(before: int, after: int) -> bool:
    """Whether a file looks as if most of it were missing: whoever is not in it would be unknown from then on.

    Args:
        before: how many people the index holds.
        after: how many the file would leave.
    """
    return before >= ENOUGH_TO_TELL and 2 * after < before


def require_agreement(until: date | None, *, today: date) -> None:
    """Only an agency whose information-sharing agreement holds has an index here."""
    if until is None or until < today:
        raise RuleBroken(
            "index.agreement_holds",
            "This agency has no information-sharing agreement that holds today, so it can have no person index here.",
            field="file",
        )


def require_a_file(size: int) -> None:
    """A file has something in it, and is not longer than a page takes in."""
    if size == 0:
        raise RuleBroken("index.file_is_not_empty", "The file is empty. Choose another one.", field="file")
    if size > MOST_BYTES_OF_A_FILE:
        raise RuleBroken(
            "index.file_is_not_too_long",
            f"The file is longer than {MOST_BYTES_OF_A_FILE // 1_000_000} megabytes. Ask the hub's administrator to "
            "load it on the server.",
            field="file",
        )


def require_no_other_load(running: bool) -> None:
    """One load of an index at a time."""
    if running:
        raise RuleBroken(
            "index.one_load_at_a_time", "A file of this agency is being loaded. Wait until that is done.", field="file"
        )


def require_a_reference(reference: str) -> None:
    """Every row has the agency's own reference: it is how a person is changed and taken out again."""
    if not reference.strip():
        raise RuleBroken("index.row_has_a_reference", "Give the agency's own reference.", field="reference")
    if len(reference) > LONGEST_REFERENCE:
        raise RuleBroken(
            "index.reference_is_short",
            f"The reference must be {LONGEST_REFERENCE} characters or fewer.",
            field="reference",
        )


LONGEST_REFERENCE = 100


def require_current_keys(current: bool) -> None:
    """A row is put only where it can be found again: not beside rows that were made with other keys."""
    if not current:
        raise RuleBroken(
            "index.keys_are_current",
            "This person index was made by an earlier version. Load the agency's whole file, then send changes again.",
        )
