"""With which reason a contact is filtered out before an enquiry. Plain Python."""

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, UnknownCode


def require_filter(code: str, model: OperatingModel) -> None:
    """A hub that has filters says with which of them it turns a contact away; a hub that has none, with none.

    Source: the operating model, ``[[filters]]``; Wilde and Allen (2013), Birmingham Multi Agency Safeguarding Hub,
    review of the pilot: section 47 cases only, by “the current screening methods”.
    """
    if model.filters and not code:
        raise RuleBroken(
            "contacts.filtered_with_a_reason", "Select why this is below what the hub takes up.", field="filter_code"
        )
    try:
        if code:
            model.filter(code)
    except UnknownCode as error:
        raise RuleBroken(
            "contacts.filter_is_the_hubs", "Select from the reasons of this hub.", field="filter_code"
        ) from error
