"""What is typed when a contact is triaged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms

from openmash.agencies.queries import TeamView
from openmash.contacts.queries import ContactPersonView, ContactRow
from openmash.core.errors import RuleBroken
from openmash.hubs.rules import FilterRule, RouteRule
from openmash.people.queries import Candidate, Offered, OpenCaseView
from openmash.web.shared import candidates_panel
from openmash.web.shared.candidates_panel import CandidateOnPage
from openmash.web.shared.forms import GovForm
from openmash.web.shared.widgets import Radios

NEW = "new"


@dataclass(frozen=True)
class PersonOnPage:
    """Somebody named in the contact, as the page shows them.

    Args:
        facts: (label, value) of what was told.
        offered: people already known who may be them; nobody once the hub has said who it is.
        shown: the same, each with what speaks for and against.
        rated: whether the hub decides about them, so that they need a rating.
    """

    view: ContactPersonView
    facts: tuple[tuple[str, str], ...]
    offered: Offered
    rated: bool
    shown: tuple[CandidateOnPage, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """People already known who may be them."""
        return self.offered.candidates


@dataclass(frozen=True)
class RatingOnPage:
    """A rating that may be given: what it means, and when the decision would be due."""

    code: str
    label: str
    colour: str
    meaning: str
    due_words: str


class _Versioned(GovForm):
    """One of several forms on a page: its fields have ids of their own, so that a label names the field beside it."""

    mark_optional: ClassVar[bool] = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}-%s")
        super().__init__(*args, **kwargs)


class AdviceForm(_Versioned):
    """Advice that was given."""

    advice = forms.CharField(
        label="What did you advise?",
        help_text="It is kept as it was said, with your name.",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SignpostForm(_Versioned):
    """Why it is not for the hub.

    Args:
        filters: the hub's reasons for filtering out, of which one is chosen; none where it has none.
    """

    filter_code = forms.ChoiceField(
        label="Why is it below what the hub takes up?",
        widget=Radios(small=True),
        error_messages={"required": "Select why this is below what the hub takes up"},
    )
    reason = forms.CharField(
        label="Why is it not for the hub, and where were they told to turn?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, filters: Iterable[FilterRule] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(filters)
        if not offered:
            del self.fields["filter_code"]
            return
        field, radios = _radios(self, "filter_code")
        field.choices = [(rule.code, rule.label) for rule in offered]
        radios.hints = {rule.code: rule.belongs for rule in offered}


class PassOnForm(_Versioned):
    """To which worker a contact goes, and who of their team was told.

    Args:
        open_cases: to whom the cases of those it is about are open.
    """

    open_case = forms.ChoiceField(
        label="To whom?", widget=Radios(small=True), error_messages={"required": "Select to whom it goes"}
    )
    spoke = forms.CharField(
        label="Whom did you tell, how, and what do they do now?",
        help_text="Tell them first: the message that the hub sends to their team says nothing of what was told.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write whom you told, how, and what they do now"},
    )

    def __init__(self, *args: Any, open_cases: Iterable[OpenCaseView] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, _ = _radios(self, "open_case")
        # One worker with several brothers and sisters is one choice.
        offered = {(each.worker, each.team_name): each for each in open_cases}
        field.choices = [(str(each.id), f"{worker}, {team}") for (worker, team), each in offered.items()]
        if len(offered) == 1:
            field.initial = field.choices[0][0]


class RouteForm(_Versioned):
    """To which service outside the hub a contact is handed on, and who of it was told.

    Args:
        routes: the operating model's.
        teams: the services there are; offered under the routes that they fit.
    """

    to = forms.ChoiceField(
        label="Which service takes them on?",
        widget=Radios(small=True),
        error_messages={"required": "Select the service"},
    )
    spoke = forms.CharField(
        label="Whom did you tell there, how, and what do they do now?",
        help_text="Tell them first: the message that the hub sends says nothing of what was told.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write whom you told, how, and what they do now"},
    )

    def __init__(
        self, *args: Any, routes: Iterable[RouteRule] = (), teams: Iterable[TeamView] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field, radios = _radios(self, "to")
        there = list(teams)
        offered = [(rule, team) for rule in routes for team in there if team.kind in rule.team_kinds]
        field.choices = [(f"{rule.code}:{team.id}", f"{rule.label}: {team.name}") for rule, team in offered]
        hint = "Only with the agreement of whoever it is about."
        radios.hints = {f"{rule.code}:{team.id}": hint for rule, team in offered if rule.with_agreement}

    def blame(self, broken: RuleBroken) -> None:
        """The route and the service are one choice here."""
        field = "to" if broken.field in ("route", "team") else broken.field
        super().blame(RuleBroken(broken.rule, broken.sentence, field=field))


class ReopenForm(_Versioned):
    """What is new."""

    reason = forms.CharField(label="What is new?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class TellForm(GovForm):
    """What the referrer is told."""

    said = forms.CharField(
        label="What the referrer is told",
        help_text="Say nothing of the family that they do not know already.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class JoinForm(_Versioned):
    """Which contact this one belongs to.

    Args:
        similar: contacts that may be about the same event, with why.
    """

    to = forms.ChoiceField(label="Which contact is about the same event?", widget=Radios(small=True))
    reason = forms.CharField(
        label="Why are they one event?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, similar: Iterable[tuple[ContactRow, tuple[str, ...]]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to, radios = _radios(self, "to")
        to.choices = [(str(row.id), f"{row.reference}: {row.about_words}, from {row.from_words}") for row, _ in similar]
        radios.hints = {str(row.id): "; ".join(why) for row, why in similar}


class WhoForm(GovForm):
    """Who one person of the contact is, and how urgent it is for them.

    Args:
        person: as the page shows them.
        ratings: the hub's ratings.
        needs_rating: whether an enquiry is being opened, for which each child needs one.
    """

    mark_optional: ClassVar[bool] = False
    who = forms.ChoiceField(label="Who is this?", widget=Radios(small=True), required=False)
    rating = forms.ChoiceField(label="How urgent is it?", widget=Radios(small=True), required=False)
    reason = forms.CharField(
        label="Why this rating?", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        *args: Any,
        person: PersonOnPage,
        ratings: Iterable[RatingOnPage],
        needs_rating: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person.candidates:
            self._offer(person)
        else:
            del self.fields["who"]
        if person.rated:
            self._rate(person, ratings, needs_rating)
        else:
            del self.fields["rating"], self.fields["reason"]

    def _offer(self, person: PersonOnPage) -> None:
        who, radios = _radios(self, "who")
        known = [(str(c.person.id), candidates_panel.person_words(c.person)) for c in person.candidates]
        who.label = f"Is {person.view.display_name} somebody you know already?"
        who.choices = [*known, (NEW, "None of these: somebody new")]
        radios.hints = {str(c.person.id): candidates_panel.because(c) for c in person.candidates}
        # Search before create: with somebody alike on the screen, a person says which it is.
        who.required = True
        who.error_messages["required"] = (
            f"Say whether {person.view.display_name} is one of the people already known, or a new person"
        )

    def _rate(self, person: PersonOnPage, ratings: Iterable[RatingOnPage], needed: bool) -> None:
        reason = self.fields["reason"]
        rating, radios = _radios(self, "rating")
        shown = list(ratings)
        name = person.view.display_name
        rating.label, reason.label = f"How urgent is it for {name}?", f"Why this rating for {name}?"
        rating.choices = [(r.code, r.label) for r in shown]
        radios.hints = {r.code: f"{r.meaning} {r.due_words}" for r in shown}
        rating.required = reason.required = needed
        rating.error_messages["required"] = f"Select how urgent it is for {name}"
        reason.error_messages["required"] = f"Write why you rate it so for {name}"

    @property
    def chosen(self) -> UUID | None:
        """The person already known that was chosen; None for a new one."""
        typed = self.cleaned_data.get("who", NEW)
        return None if typed in (NEW, "") else UUID(typed)


@dataclass(frozen=True)
class PersonRow:
    """Somebody on the page, with the form about them."""

    person: PersonOnPage
    form: WhoForm


def person_rows(
    people: Iterable[PersonOnPage],
    ratings: Iterable[RatingOnPage],
    data: Mapping[str, Any] | None = None,
    *,
    needs_rating: bool = False,
) -> list[PersonRow]:
    """A form for each person: who they are, and how urgent it is for them."""
    shown = list(ratings)
    return [
        PersonRow(
            person,
            WhoForm(data, prefix=str(person.view.id), person=person, ratings=shown, needs_rating=needs_rating),
        )
        for person in people
    ]


def _radios(form: forms.Form, name: str) -> tuple[forms.ChoiceField, Radios]:
    field = cast(forms.ChoiceField, form.fields[name])
    return field, cast(Radios, field.widget)
