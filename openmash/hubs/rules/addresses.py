"""A hub's name in public addresses."""

from openmash.core.errors import RuleBroken

# The outside door's own first words, which come before any hub's name.
TAKEN = frozenset({"account", "inbox", "password", "sign-in", "sign-out", "static", "stay"})


def require_free_address(slug: str) -> None:
    """A hub's name in public addresses is not a word that the outside door's own pages begin with."""
    if slug in TAKEN:
        raise RuleBroken(
            "hubs.address_is_free", f"A hub cannot be at /{slug}/: that address has another use.", field="slug"
        )
