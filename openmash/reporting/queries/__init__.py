"""What came of cases in some months, as numbers that name nobody.

Whoever is kept out of a case does not find it in their numbers either: from two tables they could otherwise work out
what was decided about their own family.
"""

from openmash.reporting.queries.audited import audits
from openmash.reporting.queries.lateness import lateness
from openmash.reporting.queries.missing import missing
from openmash.reporting.queries.places import namings
from openmash.reporting.queries.profiles import profile_of_person, profile_of_place
from openmash.reporting.queries.protection import Conferences, child_protection, conferences
from openmash.reporting.queries.received import cases
from openmash.reporting.queries.referrals import referrals
from openmash.reporting.queries.screened import Screened, ScreenedAs, screenings
from openmash.reporting.queries.surveyed import surveys
from openmash.reporting.queries.zone import zone_of

__all__ = [
    "Conferences",
    "Screened",
    "ScreenedAs",
    "audits",
    "cases",
    "child_protection",
    "conferences",
    "lateness",
    "missing",
    "namings",
    "profile_of_person",
    "profile_of_place",
    "referrals",
    "screenings",
    "surveys",
    "zone_of",
]
