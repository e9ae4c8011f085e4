"""What is typed when the law's questions about an adult are answered."""

from typing import Any, ClassVar

from django import forms

from openmash.adults import rules
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Checkboxes, Radios

_YES_NO = (("yes", "Yes"), ("no", "No"))


def _yes_no(label: str, hint: str = "", *, missing: str, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=_YES_NO,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=Radios(inline=True, small=True),
        required=required,
        error_messages={"required": missing},
    )


def _words(label: str, hint: str = "", *, missing: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=rules.LONGEST,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


class AdultForm(GovForm):
    """What every one of these forms has: how many records there were when the page was made."""

    mark_optional: ClassVar[bool] = False
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def told(self) -> Any:
        """What was typed, as the service takes it."""
        raise NotImplementedError


class ThreePartForm(AdultForm):
    """The three parts of section 42, each with its reasons."""

    needs = _yes_no(
        "1. Do they have needs for care and support?",
        "Whether or not the council meets any of them.",
        missing="Select whether they have needs for care and support",
    )
    needs_why = _words("What makes you say so?", missing="Enter what makes you say so about their needs")
    at_risk = _yes_no(
        "2. Are they experiencing, or at risk of, abuse or neglect?",
        missing="Select whether they experience, or are at risk of, abuse or neglect",
    )
    abuse = forms.MultipleChoiceField(
        label="What abuse or neglect?", required=False, widget=Checkboxes(small=True), choices=()
    )
    at_risk_why = _words("What makes you say so?", missing="Enter what makes you say so about the risk")
    cannot_protect = _yes_no(
        "3. Because of those needs, are they unable to protect themselves?",
        "From the risk, or from the experience, of abuse or neglect.",
        missing="Select whether they are unable to protect themselves",
    )
    cannot_protect_why = _words(
        "What makes you say so?", missing="Enter what makes you say so about protecting themselves"
    )

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("abuse", categories)
        if not categories:
            del self.fields["abuse"]

    def told(self) -> rules.ThreePartsTold:
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "abuse")}
        return rules.ThreePartsTold(**typed, abuse=tuple(self.cleaned_data.get("abuse", ())))


class CapacityForm(AdultForm):
    """Mental capacity for one decision: assumed, or assessed in two stages."""

    decision = _words(
        "Which decision is it about?",
        "Capacity is always about one decision at one time: “whether his nephew keeps his bank card”.",
        missing="Enter which decision it is about",
        rows=2,
    )
    doubted = _yes_no(
        "Is there reason to doubt that they can make it?",
        "Somebody who makes an unwise decision does not lack capacity for that alone.",
        missing="Select whether there is reason to doubt it",
    )
    why = _words(
        "What makes you say so?",
        "If there is reason to doubt it: what was asked, what help they had to decide, and what was found.",
        missing="Enter what makes you say so",
    )
    understand = _yes_no("Can they understand what the decision needs?", missing="", required=False)
    retain = _yes_no("Can they keep it in mind long enough?", missing="", required=False)
    weigh = _yes_no("Can they use or weigh it?", missing="", required=False)
    communicate = _yes_no("Can they say what they decide, by any means?", missing="", required=False)
    impaired = _yes_no(
        "Is there an impairment of, or a disturbance in the functioning of, the mind or brain?",
        missing="",
        required=False,
    )
    because = _yes_no("Is it because of that impairment that they cannot?", missing="", required=False)
    assessed_by = forms.CharField(label="Who assessed it, and as what?", max_length=rules.LONGEST_NAME, required=False)
    assessed_on = GovDateField(label="On which day?", required=False, past=True)
    spoken_for = forms.ChoiceField(
        label="Who helps them take part?",
        choices=list(rules.SPOKEN_FOR_WORDS.items()),
        initial=rules.SpokenFor.NOBODY_NEEDED,
        widget=Radios(small=True),
    )
    best_interests = _words("If they lack capacity: what is in their best interests, and why?")

    ABILITIES: ClassVar[tuple[str, ...]] = ("understand", "retain", "weigh", "communicate")

    def clean(self) -> dict[str, Any]:
        """Whoever doubts capacity answers each part of the assessment."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("doubted"):
            for name in (*self.ABILITIES, "impaired"):
                if typed.get(name) is None and name not in self.errors:
                    self.add_error(name, "Select yes or no: there is reason to doubt it, so it is assessed")
            unable = any(typed.get(name) is False for name in self.ABILITIES)
            if unable and typed.get("impaired") and typed.get("because") is None:
                self.add_error("because", "Select whether it is because of that impairment")
        return typed

    def told(self) -> rules.CapacityTold:
        typed = self.cleaned_data
        return rules.CapacityTold(
            decision=typed["decision"],
            doubted=typed["doubted"],
            why=typed["why"],
            understand=typed["understand"] is not False,
            retain=typed["retain"] is not False,
            weigh=typed["weigh"] is not False,
            communicate=typed["communicate"] is not False,
            impaired=typed["impaired"] is True,
            because=typed["because"] is True,
            assessed_by=typed["assessed_by"],
            assessed_on=typed["assessed_on"],
            spoken_for=typed["spoken_for"],
            best_interests=typed["best_interests"],
        )


class WishesForm(AdultForm):
    """What the adult wants."""

    asked = forms.ChoiceField(
        label="Were they asked what they want to come of this?",
        choices=list(rules.ASKED_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select whether they were asked what they want"},
    )
    wanted = _words("What do they want?", "In their own words, or those of whoever speaks for them.")
    agrees = forms.ChoiceField(
        label="Do they agree that it is looked into?",
        choices=list(rules.AGREES_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select whether they agree"},
    )
    reason = _words(
        "If they were not asked or do not agree: why does it go on?",
        "More danger to them if asked; danger to others or to children; they cannot be reached; they lack capacity "
        "and it is in their best interests.",
    )

    def told(self) -> rules.WishesTold:
        typed = self.cleaned_data
        return rules.WishesTold(typed["asked"], typed["wanted"], typed["agrees"], typed["reason"])


class ResultForm(AdultForm):
    """Whether what the adult wanted came about."""

    achieved = forms.ChoiceField(
        label="In their view, was what they wanted achieved?",
        choices=list(rules.ACHIEVED_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select whether it was achieved"},
    )
    risk = forms.ChoiceField(
        label="What became of the risk?",
        choices=list(rules.RISK_WORDS.items()),
        widget=Radios(small=True),
        error_messages={"required": "Select what became of the risk"},
    )
    said = _words("What do they say of it?", missing="Enter what they say of it")

    def told(self) -> rules.ResultTold:
        typed = self.cleaned_data
        return rules.ResultTold(typed["achieved"], typed["risk"], typed["said"])
