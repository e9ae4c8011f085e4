"""What is typed on the screens of the operating model."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from openmash.hubs.rules import AGENCY_KINDS, ClockKind, ClockSpec, ModelInvalid, OperatingModel
from openmash.hubs.rules.lines import Path
from openmash.hubs.rules.rewriting import Plain
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes

_LONGEST_TEXT = 200_000
_LONGEST_WHY = 1_000
_KINDS = {
    ClockKind.ELAPSED_HOURS: "hours, day and night",
    ClockKind.WORKING_HOURS: "hours in which the hub is open",
    ClockKind.END_OF_WORKING_DAY: "working days (0 is the same day)",
}


def _why(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=_LONGEST_WHY,
        widget=CharacterCount(rows=3),
        error_messages={"required": "Say why, in a sentence or two"},
    )


class CopyForm(forms.Form):
    """Which one to begin from: a version of the hub's own, or the name of a model that ships."""

    version = forms.UUIDField(required=False)
    name = forms.CharField(max_length=40, required=False)


class TextForm(GovForm):
    """The whole text of a version."""

    text = forms.CharField(
        label="The operating model",
        help_text="Every rule says where it comes from (source) and from which day it holds (effective_from).",
        max_length=_LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 32, "spellcheck": "false", "class": "om-toml"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def blame_lines(self, invalid: ModelInvalid) -> None:
        """Put each thing that is wrong, with its line, beside the text."""
        for problem in invalid.problems:
            self.add_error("text", problem)


class ProposeForm(GovForm):
    """From when it is to hold, and why."""

    effective_from = GovDateField(
        label="From which day is it to hold?",
        help_text="A day after today. What has begun by then keeps the version it began with.",
        future=True,
        error_messages={"required": "Enter the first day on which it holds"},
    )
    why = _why("What changes, and why?", "For whoever approves it. Name nobody.")


class SendBackForm(GovForm):
    """Why it is sent back."""

    why = _why("Why do you send it back?", "What must be different before you would approve it.")


class GoLiveForm(GovForm):
    """From when the hub takes contacts."""

    live_from = GovDateField(
        label="From which day does the hub take contacts?",
        error_messages={"required": "Enter the first day on which the hub takes contacts"},
    )


class GuidedForm(GovForm):
    """Some values of the text, each with a label in words; what they are called in the text is kept beside them."""

    mark_optional = False

    def __init__(self, *args: Any, model: OperatingModel, **kwargs: Any) -> None:
        self.model = model
        self.paths: dict[str, Path] = {}
        super().__init__(*args, **kwargs)
        for name, path, field in self.wanted():
            self.paths[name], self.fields[name] = path, field
            field.widget.attrs.setdefault("autocomplete", "off")
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def wanted(self) -> Iterator[tuple[str, Path, forms.Field]]:
        """Name, place in the text and field of each value."""
        raise NotImplementedError

    def values(self) -> dict[Path, Plain | None]:
        """What was typed, by its place in the text."""
        return {path: self.cleaned_data[name] for name, path in self.paths.items() if name in self.cleaned_data}


class ClocksForm(GuidedForm):
    """How long each rating gives to decide, and to answer."""

    def wanted(self) -> Iterator[tuple[str, Path, forms.Field]]:
        """Kind and amount of both clocks of each rating."""
        for number, rating in enumerate(self.model.ratings):
            for key, words, spec in (
                ("clock", "decision", rating.clock),
                ("check_clock", "each agency’s answer", rating.check_clock),
            ):
                yield from self._clock(f"{rating.label}: {words}", ("ratings", number, key), spec)

    def _clock(self, label: str, path: Path, spec: ClockSpec) -> Iterator[tuple[str, Path, forms.Field]]:
        name = "_".join(str(part) for part in path)
        amount = forms.IntegerField(
            label=label,
            help_text=f"Now {spec.words}.",
            min_value=0,
            max_value=1000,
            initial=spec.amount,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
            error_messages={
                "required": f"Enter how long “{label}” takes",
                "invalid": f"“{label}” must be a whole number, like 4",
                "min_value": f"“{label}” must be 0 or more",
                "max_value": f"“{label}” must be 1,000 or less",
            },
        )
        yield f"{name}_amount", (*path, "amount"), amount
        kind = forms.ChoiceField(
            label=f"{label}, counted in",
            choices=[(kind.value, words) for kind, words in _KINDS.items()],
            initial=spec.kind.value,
            error_messages={"required": f"Choose what “{label}” is counted in"},
        )
        yield f"{name}_kind", (*path, "kind"), kind
        by = forms.TimeField(
            label=f"{label}, on a working day by",
            help_text="For working days: a time like 12:00. Left empty, it is when the hub closes.",
            initial=f"{spec.by:%H:%M}" if spec.by else None,
            required=False,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            error_messages={"invalid": f"“{label}” must be by a time like 12:00"},
        )
        yield f"{name}_by", (*path, "by"), by

    def values(self) -> dict[Path, Plain | None]:
        """A time of day goes with working days alone, so it is taken out where the kind is no longer that."""
        found = super().values()
        for path, value in list(found.items()):
            if path[-1] == "kind" and value != ClockKind.END_OF_WORKING_DAY:
                found[(*path[:-1], "by")] = None
        return found


class AskedForm(GuidedForm):
    """Which kinds of agency each rating asks by default, and each issue besides."""

    def wanted(self) -> Iterator[tuple[str, Path, forms.Field]]:
        """A list of kinds for each rating and each issue."""
        labels = {rating.code: rating.label for rating in self.model.ratings}
        for number, rule in enumerate(self.model.checks):
            field = _kinds(f"{labels[rule.rating]}: who is asked", rule.agency_kinds)
            yield f"checks_{number}", ("checks", number, "agency_kinds"), field
        for number, issue in enumerate(self.model.issues):
            field = _kinds(f"{issue.label}: who else is asked, whatever the rating", issue.also_asks)
            yield f"issues_{number}", ("issues", number, "also_asks"), field

    def values(self) -> dict[Path, Plain | None]:
        """An issue that asks nobody more says nothing of it."""
        return {
            path: None if path[-1] == "also_asks" and not value else value for path, value in super().values().items()
        }


def _kinds(label: str, chosen: Sequence[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(kind, kind.replace("_", " ").capitalize()) for kind in AGENCY_KINDS],
        initial=list(chosen),
        widget=Checkboxes(small=True),
        required=False,
    )


class CoverageForm(GuidedForm):
    """From when, and until when, the hub takes each area and each type of referral."""

    def wanted(self) -> Iterator[tuple[str, Path, forms.Field]]:
        """Two days for each."""
        for key, rules in (("areas", self.model.areas), ("referral_types", self.model.referral_types)):
            for number, rule in enumerate(rules):
                first = GovDateField(
                    label=f"{rule.label}: from",
                    initial=rule.effective_from,
                    error_messages={"required": f"Enter the day from which the hub takes {rule.label}"},
                )
                last = GovDateField(
                    label=f"{rule.label}: last day, if there is one", initial=rule.effective_to, required=False
                )
                yield f"{key}_{number}_from", (key, number, "effective_from"), first
                yield f"{key}_{number}_to", (key, number, "effective_to"), last

    def clean(self) -> dict[str, Any]:
        """A last day is not before the first."""
        typed = super().clean() or self.cleaned_data
        for name, path in self.paths.items():
            first, last = typed.get(name), typed.get(name.replace("_from", "_to"))
            if path[-1] == "effective_from" and first and last and last < first:
                self.add_error(
                    name.replace("_from", "_to"), ValidationError("The last day must not be before the first")
                )
        return typed
