"""The format of scripted cases, from the tables that read them."""

from openmash.scenarios import reference


def pages() -> dict[str, str]:
    """One page: how scenarios work, and every step with its keys."""
    return {"scenarios.md": reference.page()}
