"""How cases are counted: plain data in, plain numbers out."""

from openmash.reporting.rules.cases import NOT_DECIDED, NOT_RATED, CaseFigures, Rated
from openmash.reporting.rules.counting import Crossing, CrossRow, cross, issues_of, moves
from openmash.reporting.rules.moving import Direction, Moves, direction
from openmash.reporting.rules.periods import MOST_MONTHS, Period
from openmash.reporting.rules.protecting import MonthLine, average, total
from openmash.reporting.rules.shares import one_decimal, percent
from openmash.reporting.rules.timing import Timing, median, timings

__all__ = [
    "MOST_MONTHS",
    "NOT_DECIDED",
    "NOT_RATED",
    "CaseFigures",
    "CrossRow",
    "Crossing",
    "Direction",
    "MonthLine",
    "Moves",
    "Period",
    "Rated",
    "Timing",
    "average",
    "cross",
    "direction",
    "issues_of",
    "median",
    "moves",
    "one_decimal",
    "percent",
    "timings",
    "total",
]
