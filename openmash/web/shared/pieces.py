"""Plain values that pages hand to the tags of `govuk`, and how ratings and states are coloured."""

from dataclasses import dataclass
from datetime import datetime

RATING_COLOURS = ("red", "amber", "green", "blue")


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened.

    Args:
        at: aware.
        title: a few words, e.g. "Police answered".
        text: what a reader two minutes from a decision needs; line breaks are kept.
        by: who did it, with their role or agency.
        tag: a word in a coloured box, e.g. "Red"; empty for none.
        tag_colour: a colour of `rating` or of the Design System's tags.
        url: where the whole of it can be read.
    """

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    tag: str = ""
    tag_colour: str = ""
    url: str = ""


@dataclass(frozen=True)
class Draft:
    """Where a form keeps what is typed before it is sent.

    Args:
        key: which draft.
        url: takes the form's fields by POST and answers 2xx when they are kept.
        saved_at: when it was last kept, if it was.
    """

    key: str
    url: str
    saved_at: datetime | None = None


def tag_class(colour: str) -> str:
    """Return the class of a coloured box: a rating's solid one, or the Design System's tint of that name."""
    base = colour.split("_")[0].lower()
    if base in RATING_COLOURS and colour:
        return f"om-rating om-rating--{base}"
    return f"govuk-tag--{colour}" if colour else "govuk-tag--grey"
