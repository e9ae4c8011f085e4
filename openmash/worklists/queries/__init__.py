"""What needs somebody now, what hangs on the wall, and where the work lies."""

from openmash.worklists.queries.mine import needs_me
from openmash.worklists.queries.operations import (
    Age,
    AtRisk,
    Load,
    Operations,
    Proposal,
    Queue,
    loads,
    operations,
    proposals,
)
from openmash.worklists.queries.rows import WorkRow
from openmash.worklists.queries.standing import Answer, Asked, Standing
from openmash.worklists.queries.trying_out import RatingWhatIf, WhatIf, what_if
from openmash.worklists.queries.visits import Visit, VisitList, visit_list, visits, visits_by_agency
from openmash.worklists.queries.wall import RatingCount, Wall, WallLine, wall

__all__ = [
    "Age",
    "Answer",
    "Asked",
    "AtRisk",
    "Load",
    "Operations",
    "Proposal",
    "Queue",
    "RatingCount",
    "RatingWhatIf",
    "Standing",
    "Visit",
    "VisitList",
    "Wall",
    "WallLine",
    "WhatIf",
    "WorkRow",
    "loads",
    "needs_me",
    "operations",
    "proposals",
    "visit_list",
    "visits",
    "visits_by_agency",
    "wall",
    "what_if",
]
