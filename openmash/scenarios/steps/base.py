"""What every step has."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from openmash.scenarios.keys import RULE, TIME, Says


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that happens, or something that is looked at, at a moment."""

    VERB: ClassVar[str]
    at: Annotated[
        str,
        Says(
            "When: “2026-03-02 09:10”, local time, or “10:20” for the same day as the step before. "
            "Left out: one minute after the step before.",
            pattern=TIME,
        ),
    ] = ""
    note: Annotated[str, Says("A sentence for whoever watches: why this step matters.")] = ""


@dataclass(frozen=True, kw_only=True)
class Deed(Step):
    """A step that changes or opens something, and so may be refused."""

    refused_by: Annotated[
        str,
        Says(
            "The step must be refused by this rule (“checks.says_what_was_searched”), or for one of three reasons: "
            "“permission” (this person may not), “not_found” (not theirs to see), “stale” (somebody changed it).",
            pattern=RULE,
        ),
    ] = ""
    refused_says: Annotated[str, Says("Words that must be in the sentence of the refusal.")] = ""


@dataclass(frozen=True, kw_only=True)
class PersonsDeed(Deed):
    """A deed of somebody who signs in."""

    by: Annotated[str, Says("Who does it.", names="person")]


@dataclass(frozen=True, kw_only=True)
class OfEnquiry:
    """Something about an enquiry."""

    enquiry: Annotated[str, Says("Which enquiry; left out: the newest.", names="enquiry")] = ""
