"""The questions of a survey."""

from typing import Any

from django import forms

from openmash.hubs.rules import SurveyRule
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios


class SurveyForm(GovForm):
    """Every question of a survey; each may be left open."""

    mark_optional = False

    def __init__(self, *args: Any, survey: SurveyRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in survey.questions:
            self.fields[question.code] = forms.ChoiceField(
                label=question.asks,
                choices=[(each.code, each.label) for each in question.answers],
                widget=Radios(small=True),
                required=False,
                error_messages={"invalid_choice": "Select one of the answers"},
            )
