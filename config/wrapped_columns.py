"""Every place where a wrapped key stands, of our own tables and of other people's.

A wrapped key that is missing here would be lost when its wrapping key turns and the old version goes, so a test looks
through all tables for one.
"""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator

from openmash.accounts import services as account_services
from openmash.allegations import services as allegation_services
from openmash.audit import services as audit_services
from openmash.core.keys import Wrapped
from openmash.core.wrapping import Column, Key, Piece, WrappedColumn
from openmash.hubs import services as hub_services
from openmash.person_index import services as index_services
from openmash.products import services as product_services
from openmash.retention import services as retention_services
from openmash.sealed import services as sealed_services

OURS: tuple[WrappedColumn, ...] = (
    *hub_services.WRAPPED,
    *audit_services.WRAPPED,
    *account_services.WRAPPED,
    *sealed_services.WRAPPED,
    *index_services.WRAPPED,
    *product_services.WRAPPED,
    *allegation_services.WRAPPED,
    *retention_services.WRAPPED,
)

SIGN_IN_CONTEXT = "mfa_authenticator"
_SLOTS = ("secret", "seed")  # of an authenticator app, and of recovery codes


class SignInSecrets:
    """The secrets behind six-digit codes, inside the JSON that django-allauth keeps; one key for the installation."""

    table = "mfa_authenticator"
    column = "data"

    def holds(self, key: Key) -> bool:
        return key.kind == "sign-in"

    def batch(self, key: Key, *, after: Any, most: int, not_under: str = "") -> tuple[list[Piece], Any]:
        rows = Authenticator.objects.order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        if not_under:
            rows = rows.select_for_update()
        found = list(rows[:most])
        pieces = [
            Piece(row, str(row.pk), slot, Wrapped(key.name, row.data[slot], SIGN_IN_CONTEXT))
            for row in found
            for slot in _SLOTS
            if row.data.get(slot) and not (not_under and row.data[slot].startswith(not_under))
        ]
        return pieces, (found[-1].pk if found else None)

    def write(self, anew: Sequence[tuple[Piece, str]]) -> None:
        for piece, text in anew:
            piece.row.data[piece.slot] = text
            piece.row.save(update_fields=["data"])

    def ciphertexts(self, pieces: Sequence[Piece]) -> dict[str, list[bytes]]:
        return {}  # the wrapped secret is all there is


EVERYWHERE: tuple[Column, ...] = (*OURS, SignInSecrets())
