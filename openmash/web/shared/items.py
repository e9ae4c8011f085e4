"""Several items typed on one page: by an agency inside, and by a virtual partner outside."""

from collections.abc import Mapping
from typing import Any, cast

from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from openmash.web.shared.forms import GovForm, whole_number

PREFIX = "items"


class ItemFormSet(BaseFormSet):  # type: ignore[type-arg]  # generic for mypy alone
    """As many forms of an item as there are items; each form says with ``told()`` what was typed."""

    def told(self) -> tuple[Any, ...]:
        """Every item that was filled in; forms that were added and left empty are passed over."""
        return tuple(form.told() for form in self.forms if form.has_changed())


def item_forms(form: type[GovForm], *, most: int) -> type[ItemFormSet]:
    """The formset of one door's form of an item, of which there is at least one.

    Args:
        form: has ``told()``, and ``has_changed()`` that passes over what a new item says of itself.
        most: as many items as one answer may have.
    """
    made = formset_factory(
        form, formset=ItemFormSet, extra=0, min_num=1, max_num=most, absolute_max=most, validate_max=True
    )
    return cast(type[ItemFormSet], made)


def with_one_more(typed: QueryDict | None, *, first_chosen: Mapping[str, str], most: int) -> QueryDict:
    """What was typed, with room for another item that starts as the first one did.

    Args:
        typed: what the page sent.
        first_chosen: what a new item says until somebody chooses otherwise, by field.
        most: as many items as one answer may have.
    """
    data = QueryDict(mutable=True) if typed is None else typed.copy()
    number = min(whole_number(data.get(f"{PREFIX}-TOTAL_FORMS")) or 1, most - 1)
    data[f"{PREFIX}-TOTAL_FORMS"] = str(number + 1)
    for name, value in first_chosen.items():
        data.setdefault(f"{PREFIX}-{number}-{name}", value)
    return data
