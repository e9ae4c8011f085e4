"""What is typed about people: whom somebody looks for, which record is the same, whom to keep apart."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.people.rules import LONGEST_REASON, LONGEST_SEARCH
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Radios


class FindForm(GovForm):
    """Whom somebody looks for. It is posted, so that no name stands in an address."""

    words = forms.CharField(
        label="Who?",
        help_text="Any mix of names, part of a postcode, year of birth, NHS number or a reference: “wren ada 2018 EX1”",
        max_length=LONGEST_SEARCH,
        error_messages={"required": "Enter a name, postcode, year of birth or number"},
    )


class OtherForm(GovForm):
    """Another record, chosen from those offered, and why.

    Args:
        offered: id and words of each.
        hints: why each is offered, by id.
    """

    mark_optional: ClassVar[bool] = False
    words = forms.CharField(
        label="Find another record",
        help_text="Any mix of names, part of a postcode, year of birth, NHS number or a reference",
        max_length=LONGEST_SEARCH,
        required=False,
    )
    other = forms.TypedChoiceField(
        label="Which record?",
        coerce=UUID,
        widget=Radios(small=True),
        error_messages={"required": "Find the other record and select it"},
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter the reason"},
    )

    def __init__(
        self, *args: Any, offered: Iterable[tuple[UUID, str]] = (), hints: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("other", offered).widget.hints = hints or {}


class AnswerForm(GovForm):
    """What the second person says."""

    mark_optional: ClassVar[bool] = False
    answer = forms.CharField(
        label="What makes you sure?",
        help_text="Needed where you say that they are two people.",
        max_length=LONGEST_REASON,
        required=False,
        widget=CharacterCount(rows=3),
    )


class ReasonForm(GovForm):
    """Why something is undone or ended."""

    mark_optional: ClassVar[bool] = False
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Enter the reason"},
    )
