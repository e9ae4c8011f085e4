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
        rating: a rating to show, e.g. "red"; empty for none.
        rating_word: the hub's word for it, if it is not the colour's name.
        tag: a word in a tinted box, e.g. "Nil return"; empty for none.
        tag_colour: as the Design System names them.
        url: where the whole of it can be read.
    """

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    rating: str = ""
    rating_word: str = ""
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


def rating_class(colour: str) -> str:
    """Return the class of a rating's solid box: "amber_2" looks like "amber", no rating looks grey."""
    base = colour.split("_", maxsplit=1)[0].lower()
    return f"om-rating om-rating--{base}" if base in RATING_COLOURS else "govuk-tag--grey"


@dataclass(frozen=True)
class Link:
    """Something the reader may do from here; ``is_next`` where it is what the case waits for."""

    label: str
    url: str
    is_next: bool = False
