"""Where every address of both doors is, about things that do not exist."""

import uuid

from django.urls import reverse

from config.docs.addresses import Address, all_of, everywhere

# What stands in an address for each sort of part; nothing in any database has these.
IN_PLACE_OF = {
    "uuid": uuid.UUID("00000000-0000-4000-8000-000000000000"),
    "int": 1,
    "slug": "nowhere",
    "string": "NOTACODE",
    "path": "NOTACODE",
}


def path(address: Address, *, hub_slug: str = "devon") -> str:
    """The path of an address; its hub is one that exists, unless another is named."""
    parts = {name: IN_PLACE_OF[sort] for name, sort in address.parts}
    if "hub_slug" in parts:
        parts["hub_slug"] = hub_slug
    return reverse(address.name, urlconf=f"config.urls_{address.door}", kwargs=parts)


__all__ = ["Address", "all_of", "everywhere", "path"]
