"""How cases are counted: plain data in, plain numbers out."""

from openmash.reporting.rules.cases import NOT_DECIDED, NOT_RATED, CaseFigures, Rated
from openmash.reporting.rules.counting import Crossing, CrossRow, cross, issues_of, moves
from openmash.reporting.rules.missing import (
    KEPT_BACK,
    UNKNOWN_PLACE,
    Episode,
    PlaceLine,
    Spoken,
    ThemeLine,
    hot_spots,
    sector,
    themes,
)
from openmash.reporting.rules.moving import Direction, Moves, direction
from openmash.reporting.rules.periods import MOST_MONTHS, Period
from openmash.reporting.rules.protecting import MonthLine, average, total
from openmash.reporting.rules.referring import (
    DIVERTED,
    DiversionLine,
    Holds,
    QualityLine,
    ReferralFigures,
    Went,
    diversion,
    quality,
)
from openmash.reporting.rules.shares import one_decimal, percent
from openmash.reporting.rules.timing import Timing, median, timings

__all__ = [
    "DIVERTED",
    "KEPT_BACK",
    "MOST_MONTHS",
    "NOT_DECIDED",
    "NOT_RATED",
    "UNKNOWN_PLACE",
    "CaseFigures",
    "CrossRow",
    "Crossing",
    "Direction",
    "DiversionLine",
    "Episode",
    "Holds",
    "MonthLine",
    "Moves",
    "Period",
    "PlaceLine",
    "QualityLine",
    "Rated",
    "ReferralFigures",
    "Spoken",
    "ThemeLine",
    "Timing",
    "Went",
    "average",
    "cross",
    "direction",
    "diversion",
    "hot_spots",
    "issues_of",
    "median",
    "moves",
    "one_decimal",
    "percent",
    "quality",
    "sector",
    "themes",
    "timings",
    "total",
]
