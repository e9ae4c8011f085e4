"""Managing a request without reading; preparing and approving the bundle; answering for one's own agency."""

from openmash.web.inside.subject_access.views import managing, owning, preparing

__all__ = ["managing", "owning", "preparing"]
