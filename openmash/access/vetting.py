"""How far somebody has been looked into, as ordered levels. A safeguarding manager should be able to check this page.

The schemes were not made to be compared: the order is a local choice by how deep each check goes, and a force or
council that orders them otherwise changes it here. What a scheme is called and covers is as its owner publishes it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class VettingLevel:
    """One level of one scheme.

    Args:
        code: as it is stored; it never changes.
        title: as people in a hub say it.
        words: what was looked into.
        source: whose scheme it is.
    """

    code: str
    title: str
    words: str
    source: str


_POLICE = "College of Policing, authorised professional practice on vetting: non-police personnel"

LEVELS: tuple[VettingLevel, ...] = (
    VettingLevel(
        "bpss",
        "BPSS",
        "Identity, right to work, employment history and unspent convictions.",
        "Cabinet Office, Baseline Personnel Security Standard",
    ),
    VettingLevel(
        "dbs_enhanced",
        "Enhanced DBS",
        "Spent and unspent convictions, what the local police hold that is relevant, and the barred lists.",
        "Disclosure and Barring Service, enhanced check with barred lists",
    ),
    VettingLevel(
        "nppv_2",
        "NPPV level 2",
        "Police records and intelligence about the person and their household.",
        _POLICE,
    ),
    VettingLevel(
        "nppv_3",
        "NPPV level 3",
        "As level 2, with finances and wider enquiries; needed for the more sensitive police systems.",
        _POLICE,
    ),
    VettingLevel(
        "sc",
        "Security Check (SC)",
        "National security vetting with security service and financial checks.",
        "United Kingdom Security Vetting, national security vetting levels",
    ),
)
_RANK = {level.code: n for n, level in enumerate(LEVELS, start=1)}
_TITLE = {level.code: level.title for level in LEVELS}


def title(code: str) -> str:
    """A level as people say it; "no vetting level" for an empty code."""
    return _TITLE[code] if code else "no vetting level"


def is_level(code: str) -> bool:
    """Whether the list has this code."""
    return code in _RANK


def reaches(held: str, required: str) -> bool:
    """Whether a level is at least the one required. Nothing required is reached by everybody; nothing held by nobody.

    Args:
        held: the code of the reader's level; empty if none is recorded.
        required: the code that something asks for; empty if it asks for none.
    """
    return not required or _RANK.get(held, 0) >= _RANK[required]
