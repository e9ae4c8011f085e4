"""What is typed when a contact is screened, a checklist completed, an interview held, somebody brought to a panel."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from openmash.agencies.queries import AgencyView
from openmash.hubs.rules import ChecklistRule, PanelRule, ScreeningRule
from openmash.screening.rules import checklists, interviews, joint, panels, words
from openmash.web.shared.fields import GovDateField, GovDateTimeField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Checkboxes, Radios

People = Iterable[tuple[UUID, str]]


def _text(label: str, hint: str = "", *, missing: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=words.LONGEST,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


def _somebody(label: str, missing: str, people: People) -> forms.ChoiceField:
    choices = [(str(person_id), name) for person_id, name in people]
    return forms.ChoiceField(
        label=label,
        choices=choices,
        initial=choices[0][0] if len(choices) == 1 else None,
        widget=Radios(small=True),
        error_messages={"required": missing},
    )


class ScreenForm(GovForm):
    """Each agency's view, what they came to, and why."""

    mark_optional: ClassVar[bool] = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rule: ScreeningRule, agencies: Sequence[AgencyView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = [agency for agency in agencies if agency.kind in rule.agency_kinds]
        choices = [(outcome.code, outcome.label) for outcome in rule.outcomes]
        for agency in self.agencies:
            self.fields[f"view_{agency.id}"] = forms.ChoiceField(
                label=f"What does {agency.name} say?", choices=choices, widget=Radios(small=True), required=False
            )
            self.fields[f"by_{agency.id}"] = forms.CharField(
                label=f"Who says so for {agency.name}?", max_length=joint.LONGEST_NAME, required=False
            )
        self.fields["outcome"] = forms.ChoiceField(
            label="What does it come to?",
            help_text="Never less than the gravest view.",
            choices=choices,
            widget=Radios(small=True),
            error_messages={"required": "Select what it comes to"},
        )
        self.fields["reasons"] = _text("Why?", missing="Enter why it comes to that")

    def clean(self) -> dict[str, Any]:
        """A view and the name of whoever gave it come together."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for agency in self.agencies:
            view, by = typed.get(f"view_{agency.id}"), typed.get(f"by_{agency.id}")
            if view and not by:
                self.add_error(f"by_{agency.id}", f"Enter who says so for {agency.name}")
            if by and not view:
                self.add_error(f"view_{agency.id}", f"Select what {agency.name} says")
        return typed

    def voices(self) -> list[joint.Voice]:
        """The views that were given."""
        typed = self.cleaned_data
        return [
            joint.Voice(agency.id, typed[f"by_{agency.id}"], typed[f"view_{agency.id}"])
            for agency in self.agencies
            if typed.get(f"view_{agency.id}")
        ]


class ChecklistForm(GovForm):
    """The questions of a checklist, and the judgement beside them."""

    mark_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, text: checklists.Text, rule: ChecklistRule, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.fields["person"] = _somebody("Who is it about?", "Select who it is about", people)
        self.fields["with_them"] = forms.ChoiceField(
            label="How is it completed?",
            choices=[("yes", "With them"), ("no", "By what is known of them")],
            widget=Radios(inline=True, small=True),
            error_messages={"required": "Select how it is completed"},
        )
        for question in text.questions:
            self.fields[f"q_{question.code}"] = forms.ChoiceField(
                label=question.text,
                choices=list(checklists.ANSWER_WORDS.items()),
                widget=Radios(inline=True, small=True),
                error_messages={"required": f"Answer “{question.text}”, or say that it is not known"},
            )
        self.fields["judgement"] = forms.ChoiceField(
            label="What do you judge?",
            help_text="Whatever the score: the score decides nothing.",
            choices=[(each.code, each.label) for each in rule.judgements],
            widget=Radios(small=True),
            error_messages={"required": "Select what you judge"},
        )
        self.fields["why"] = _text("Why?", "In your own words. Sealed.", missing="Enter why you judge so")

    def told(self) -> checklists.ChecklistTold:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        answers = {question.code: typed[f"q_{question.code}"] for question in self.text.questions}
        return checklists.ChecklistTold(answers, typed["judgement"], typed["why"], typed["with_them"] == "yes")


class TextForm(GovForm):
    """A checklist that the hub is licensed for, as TOML."""

    text = forms.CharField(
        label="The checklist",
        help_text="TOML, like the example that ships. Load only a text that your hub is licensed to use.",
        max_length=checklists.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        error_messages={"required": "Enter the text of the checklist"},
    )


class FoundForm(GovForm):
    """A missing child was found."""

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = _somebody("Who was found?", "Select who was found", people)
        self.fields["found_at"] = GovDateTimeField(label="When were they found?", past=True)
        self.fields["missing_from"] = GovDateTimeField(label="Since when were they missing?", required=False, past=True)


class EndInterviewForm(GovForm):
    """How a return interview ended."""

    mark_optional: ClassVar[bool] = False
    ended = forms.ChoiceField(
        label="What happened?",
        choices=[
            ("held", "It was held"),
            ("declined", "The child does not want to speak"),
            ("not_possible", "It cannot be held"),
        ],
        widget=Radios(small=True),
        error_messages={"required": "Select what happened"},
    )
    interviewer = forms.CharField(
        label="Who spoke with the child, and as what?", max_length=interviews.LONGEST_NAME, required=False
    )
    independent = forms.BooleanField(label="They are independent of whoever looks after the child", required=False)
    said = _text("What did the child say?", "In the child's own words, where you can. Sealed.")
    themes = forms.MultipleChoiceField(
        label="What came to light?", required=False, widget=Checkboxes(small=True), choices=()
    )
    why = _text("If it is not held: why not, and what was done instead?", "Sealed.", rows=3)

    def __init__(self, *args: Any, themes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("themes", themes)
        if not themes:
            del self.fields["themes"]


class ReferForm(GovForm):
    """Somebody is brought to a panel."""

    mark_optional: ClassVar[bool] = False

    def __init__(self, *args: Any, rule: PanelRule, people: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = _somebody("Who is brought to it?", "Select who is brought to it", people)
        if rule.grounds:
            self.fields["grounds"] = forms.MultipleChoiceField(
                label="On which grounds?",
                choices=[(each.code, each.label) for each in rule.grounds],
                widget=Checkboxes(small=True),
                error_messages={"required": "Select on which grounds"},
            )
        self.fields["why"] = _text("What should the panel know?", "Sealed.", missing="Enter what the panel should know")
        self.fields["agrees"] = forms.ChoiceField(
            label="Do they know of it, and agree?",
            choices=[("yes", "Yes"), ("no", "No")],
            widget=Radios(inline=True, small=True),
            error_messages={"required": "Select whether they agree"},
        )
        self.fields["why_not_asked"] = _text("If not: why does it go on?", rows=2)
        if rule.safe_contact:
            self.fields["safe_contact"] = _text(
                "How and when are they reached safely, and who must not learn of this?",
                "Sealed. Whoever tells anybody anything of this case reads it first.",
                missing="Enter how they are reached safely",
                rows=3,
            )
        self.fields["at_risk"] = forms.MultipleChoiceField(
            label="Who else is in danger with them?",
            choices=[(str(person_id), name) for person_id, name in people],
            required=False,
            widget=Checkboxes(small=True),
        )

    def told(self) -> panels.PanelTold:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return panels.PanelTold(
            why=typed["why"],
            agrees=typed["agrees"] == "yes",
            why_not_asked=typed["why_not_asked"],
            grounds=tuple(typed.get("grounds", ())),
            safe_contact=typed.get("safe_contact", ""),
            at_risk=tuple(UUID(each) for each in typed["at_risk"]),
        )


class MoveOnForm(GovForm):
    """What the panel said."""

    mark_optional: ClassVar[bool] = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = forms.ChoiceField(
        label="What did the panel say?",
        choices=[
            ("list", "It meets about them on a day"),
            ("hear", "It met, and made a plan"),
            ("turn_away", "It does not take it"),
        ],
        widget=Radios(small=True),
        error_messages={"required": "Select what the panel said"},
    )
    meets_on = GovDateField(label="On which day does it meet?", required=False)
    words = _text("The plan, or why it is not taken", "Sealed.")

    def clean(self) -> dict[str, Any]:
        """A meeting has its day."""
        typed = super().clean() or self.cleaned_data
        if typed.get("what") == "list" and "meets_on" in typed and typed["meets_on"] is None:
            self.add_error("meets_on", "Enter the day on which it meets")
        return typed


class InStepForm(GovForm):
    """What is told across, so that both forums know."""

    mark_optional: ClassVar[bool] = False
    which_way = forms.ChoiceField(
        label="Who told whom?",
        choices=[("to", "The hub told the panel"), ("from", "The panel told the hub")],
        widget=Radios(small=True),
        error_messages={"required": "Select who told whom"},
    )
    words = _text("What was told?", "Sealed.", missing="Enter what was told")
    checked = forms.BooleanField(
        label="I have read how they are reached safely, and telling this puts nobody in danger", required=False
    )
