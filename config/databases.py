"""Which database connection may do what."""

from typing import Any

from django.conf import settings


class OnlyTheOwnerMigrates:
    """Tables are made and changed over the connection `owner` alone; the application never uses it.

    Offline (`openmash makemigrations`) no connection may, so that nothing asks for a database that is not needed.
    """

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Whether migrations run over this connection."""
        return db == "owner" and not settings.OFFLINE
