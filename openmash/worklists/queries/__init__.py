"""What needs somebody now."""

from openmash.worklists.queries.mine import needs_me
from openmash.worklists.queries.rows import WorkRow

__all__ = ["WorkRow", "needs_me"]
