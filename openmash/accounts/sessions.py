"""The session store of the outside door."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from openmash.accounts.models import OutsideSession


class SessionStore(DatabaseSessionStore):
    """Sessions in the outside door's own table."""

    @classmethod
    def get_model_class(cls) -> type[OutsideSession]:
        return OutsideSession
