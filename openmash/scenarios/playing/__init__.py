"""How each step is done: through the same services and queries as the screens, as the named users."""

from openmash.scenarios.playing import (
    adults,
    checks,
    decision,
    differing,
    enquiry,
    expecting,
    front_door,
    looking,
    meeting,
    model,
    operations,
    oversight,
    product,
    reports,
    required_reviews,
    room,
    screening,
    surveys,
    timing,
)
from openmash.scenarios.playing.player import Played, play

_ACTS = (
    adults,
    screening,
    front_door,
    enquiry,
    checks,
    room,
    decision,
    differing,
    product,
    looking,
    expecting,
    model,
    meeting,
    operations,
    oversight,
    reports,
    required_reviews,
    surveys,
    timing,
)  # each registers its steps

__all__ = ["Played", "play"]
