"""The error summary at the top of a page: every fault of every form on it, each a link to its field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.utils.safestring import SafeString

from openmash.web.shared.components import draw
from openmash.web.shared.field_html import anchor

Line = dict[str, Any]


def error_summary(lines: list[Line]) -> SafeString:
    """Return the error summary, or nothing if there are no lines."""
    if not lines:
        return SafeString("")
    return draw("error-summary", {"titleText": "There is a problem", "errorList": lines})


def form_lines(form: BaseForm, prefix: str = "") -> Iterator[Line]:
    """Yield one line for each fault of a form, those of the whole form first.

    Args:
        form: bound or not.
        prefix: put before each sentence, e.g. ``"Child 2: "``.
    """
    for sentence in form.non_field_errors():
        yield {"text": f"{prefix}{sentence}"}
    for bound in form:
        for sentence in bound.errors:
            hidden = {} if bound.is_hidden else {"href": f"#{anchor(bound)}"}
            yield {"text": f"{prefix}{sentence}", **hidden}


def formset_lines(formset: BaseFormSet[Any], name: str) -> Iterator[Line]:
    """Yield one line for each fault of a formset, saying which form is meant: "Child 2: Enter the name"."""
    if not formset.is_bound:
        return
    for sentence in formset.non_form_errors():
        yield {"text": str(sentence)}
    for number, form in enumerate(formset.forms, start=1):
        # A form ticked for deletion is not asked for anything.
        if not (formset.can_delete and form.cleaned_data.get("DELETE")):
            yield from form_lines(form, f"{name} {number}: ")
