"""Makes the installation itself an app, so that what must follow every `migrate` follows it."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models.signals import post_migrate

CACHE_TABLES = ["cache_inside", "cache_outside"]


class InstallationConfig(AppConfig):
    """Listed last: by then every table is there."""

    name = "config"
    label = "installation"

    def ready(self) -> None:
        """Ask to be told when `migrate` is done, and when somebody sets up their app or takes it away."""
        from allauth.mfa import signals  # needs the models to be loaded

        from config import sign_in

        post_migrate.connect(finish_database, sender=self)
        signals.authenticator_added.connect(sign_in.app_was_added)
        signals.authenticator_removed.connect(sign_in.app_was_removed)


def finish_database(*, using: str, **_: Any) -> None:
    """Make the tables that no migration makes, then bring rights and row-level security into step.

    Arguments: using, the connection that was migrated; only the owner's counts.
    """
    if using != "owner":
        return
    from config import access_rules, index_rules  # need the models to be loaded

    call_command("createcachetable", *CACHE_TABLES, database=using, verbosity=0)
    with transaction.atomic(using=using):
        access_rules.apply(connections[using])
        index_rules.apply(connections[using])
