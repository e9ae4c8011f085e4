"""What has been answered so far. It is kept as it was typed, right or wrong, so that nothing typed is ever lost."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from openmash.contacts.rules import ContactTold
from openmash.core.envelopes import Letter
from openmash.hubs.rules import OperatingModel
from openmash.web.outside.refer import forms
from openmash.web.outside.refer.forms import ORDER, PARTS, STEPS, FamilyForm, Step

MOST_PEOPLE = 20
_NOT_KEPT = frozenset({"csrfmiddlewaretoken", "do", "form_code"})
Typed = dict[str, list[str]]


@dataclass
class Answers:
    """The form of one visitor.

    Args:
        model: the hub's operating model, for its consent rules.
        steps: what was typed on each page.
        people: what was typed of each person, by part.
    """

    model: OperatingModel
    steps: dict[str, Typed] = field(default_factory=dict)
    people: dict[str, list[Typed]] = field(default_factory=lambda: {part: [] for part in PARTS})

    @classmethod
    def of(cls, letter: Letter, model: OperatingModel) -> "Answers":
        """The answers that a saved form holds."""
        return cls(model, letter["steps"], letter["people"])

    def letter(self) -> Letter:
        """The answers as they are put aside."""
        return {"steps": self.steps, "people": self.people}

    def keep(self, step: str, post: QueryDict) -> None:
        """Keep what was typed on a page."""
        self.steps[step] = _typed(post)

    def keep_person(self, part: str, number: int, post: QueryDict) -> None:
        """Keep what was typed of a person; a number one above the last adds somebody."""
        people = self.people[part]
        if number > len(people):
            people.append(_typed(post))
        else:
            people[number - 1] = _typed(post)

    def remove_person(self, part: str, number: int) -> None:
        """Take somebody off the list; a number that nobody has takes nobody off."""
        if 1 <= number <= len(self.people[part]):
            del self.people[part][number - 1]

    def form(self, step: str, data: QueryDict | None = None) -> Step:
        """The form of a page, with what was typed on it."""
        given = data if data is not None else _as_query(self.steps.get(step))
        if step == "family":
            return FamilyForm(given, consent=self.model.consent)
        if step == "you":
            return forms.YouForm(given, model=self.model)
        if step == "details" and self.is_professional:
            return forms.ProfessionalForm(given)
        return STEPS[step](given)

    def person_form(self, part: str, number: int, data: QueryDict | None = None) -> Any:
        """The form of one person, with what was typed of them."""
        people = self.people[part]
        kept = people[number - 1] if number <= len(people) else None
        given = data if data is not None else _as_query(kept)
        return PARTS[part](given, initial=self._same_home(part))

    def _same_home(self, part: str) -> dict[str, str]:
        """The first child's address, offered for the next one: brothers and sisters mostly live together."""
        if part != "about" or not self.people[part]:
            return {}
        first = self.people[part][0]
        return {name: first.get(name, [""])[0] for name in ("address", "postcode")}

    def people_forms(self, part: str) -> list[Any]:
        """The forms of everybody on a list."""
        return [self.person_form(part, number) for number in range(1, len(self.people[part]) + 1)]

    @property
    def is_professional(self) -> bool:
        """Whether a professional tells us."""
        return self.steps.get("you", {}).get("who") == ["professional"]

    @property
    def asks_advice(self) -> bool:
        """Whether it is a question rather than a referral."""
        return self.steps.get("you", {}).get("need") == ["advice"]

    def unfinished(self) -> list[str]:
        """The pages on which something is missing or wrong, in their order."""
        return [name for name in ORDER if name != "check" and not self._is_finished(name)]

    def where_it_stopped(self) -> str:
        """The page on which to go on: the first that is not finished, but never past the lists of people unseen."""
        unfinished = self.unfinished()
        if not unfinished:
            return "check"
        # Nobody need be on these lists, so they always count as finished: show them to whoever stopped there.
        stopped_among_people = unfinished[0] == "worry" and "worry" not in self.steps
        if stopped_among_people:
            return "household" if self.people["household"] else "about"
        return unfinished[0]

    def told(self, *, at: datetime) -> ContactTold:
        """The contact that the answers make, once nothing is unfinished."""
        typed = {step: self._cleaned(step) for step in STEPS}
        details = {name: value for name, value in typed["details"].items() if name != "source"}
        family = self.form("family")
        family.is_valid()
        assert isinstance(family, FamilyForm)  # noqa: S101 - `form` says so
        return ContactTold(
            **{"referrer_name": "", "referrer_role": "", "referrer_organisation": "", **details},
            channel="public_form",
            kind=typed["you"]["need"],
            area=typed["you"].get("area", ""),
            received_at=at,
            source=forms.source_of(typed["you"]["who"], typed["details"]),
            concern=typed["worry"]["concern"],
            child_said=typed["worry"]["child_said"],
            immediate_danger=typed["danger"]["danger"] == "yes",
            consent=family.cleaned_data["consent"],
            consent_reason=family.reason(),
            people=tuple(form.involved() for part in PARTS for form in self.people_forms(part) if form.is_valid()),
        )

    def _cleaned(self, step: str) -> dict[str, Any]:
        form = self.form(step)
        form.is_valid()
        return form.cleaned_data

    def _is_finished(self, name: str) -> bool:
        if name in PARTS:
            enough = bool(self.people[name]) or name == "household" or self.asks_advice
            return enough and all(form.is_valid() for form in self.people_forms(name))
        return name in self.steps and self.form(name).is_valid()


def _typed(post: QueryDict) -> Typed:
    return {name: texts for name, texts in post.lists() if name not in _NOT_KEPT}


def _as_query(typed: Typed | None) -> QueryDict | None:
    if typed is None:
        return None
    query = QueryDict(mutable=True)
    for name, texts in typed.items():
        query.setlist(name, texts)
    return query
