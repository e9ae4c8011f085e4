"""Which hubs there are, how each works, and the versions of how it works."""

from openmash.hubs.queries.hubs import HubView, all_hubs, by_slug, hub
from openmash.hubs.queries.versions import (
    Framework,
    VersionView,
    approved_versions,
    ever,
    framework,
    live_from,
    model,
    model_of,
    not_live_yet,
    require_live,
    version,
    versions,
)

__all__ = [
    "Framework",
    "HubView",
    "VersionView",
    "all_hubs",
    "approved_versions",
    "by_slug",
    "ever",
    "framework",
    "hub",
    "live_from",
    "model",
    "model_of",
    "not_live_yet",
    "require_live",
    "version",
    "versions",
]
