"""What the pages of the public form show, as plain values."""

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.urls import reverse

from openmash.hubs.queries import HubView
from openmash.web.outside.refer.answers import Answers
from openmash.web.outside.refer.forms import ORDER, PARTS, STEPS
from openmash.web.shared.templatetags import case_work


@dataclass(frozen=True)
class PersonOnPage:
    """Somebody on a list of people."""

    number: int
    name: str
    words: str
    finished: bool
    url: str


@dataclass(frozen=True)
class Section:
    """One part of the answers on the page where they are checked."""

    title: str
    rows: tuple[tuple[str, str], ...]
    url: str
    finished: bool
    empty: str


def url_of(name: str, hub: HubView) -> str:
    """The address of a page of the form."""
    if name == "check":
        return reverse("refer:check", args=[hub.slug])
    if name in PARTS:
        return reverse("refer:people", args=[hub.slug, name])
    return reverse("refer:step", args=[hub.slug, name])


def url_after(name: str, hub: HubView, answers: Answers | None = None) -> str:
    """Where to go on: the next page, or, once every page is finished, the one where answers are checked."""
    if answers is not None and not answers.unfinished():
        return url_of("check", hub)
    return url_of(ORDER[ORDER.index(name) + 1], hub)


def url_before(name: str, hub: HubView) -> str:
    """The page before."""
    place = ORDER.index(name)
    return url_of(ORDER[place - 1], hub) if place else reverse("refer:start", args=[hub.slug])


def people_on_page(answers: Answers, part: str, hub: HubView) -> list[PersonOnPage]:
    """Everybody on a list, as far as they were told of."""
    return [
        PersonOnPage(
            number=number,
            name=_name(form, number),
            words=_words(form),
            finished=form.is_valid(),
            url=reverse("refer:person", args=[hub.slug, part, number]),
        )
        for number, form in enumerate(answers.people_forms(part), start=1)
    ]


def sections(answers: Answers, hub: HubView) -> list[Section]:
    """All answers, for the page where they are checked."""
    unfinished = answers.unfinished()
    found = []
    for name in ORDER[:-1]:
        if name in PARTS:
            rows = tuple(
                (person.name, person.words or "No more is known") for person in people_on_page(answers, name, hub)
            )
            title = PARTS[name].title
        else:
            rows, title = _rows(answers.form(name)), STEPS[name].title
        empty = "Nobody." if name in PARTS else "Not answered yet."
        found.append(Section(title, rows, url_of(name, hub), name not in unfinished, empty))
    return found


def _rows(form: BaseForm) -> tuple[tuple[str, str], ...]:
    if not form.is_bound:
        return ()
    form.is_valid()
    return tuple((str(form[name].label), _shown(form, name)) for name in form.fields if _shown(form, name))


def _shown(form: BaseForm, name: str) -> str:
    value: Any = form.cleaned_data.get(name, form[name].value() if not form.is_valid() else "")
    if isinstance(value, list):  # the boxes of a date that is none
        return " ".join(filter(None, value))
    labels = dict(getattr(form.fields[name], "choices", ()))
    if value in labels and value != "":
        return str(labels[value])
    return case_work.day(value) if hasattr(value, "year") else str(value or "")


def _name(form: BaseForm, number: int) -> str:
    form.is_valid()
    names = (form[name].value() for name in ("given_name", "family_name"))
    if typed := " ".join(filter(None, names)):
        return typed
    return "Unborn child" if form["involvement"].value() == "unborn" else f"Person {number}, name not known"


def _words(form: BaseForm) -> str:
    left_out = ("given_name", "family_name", "sex")
    shown = [(name, _shown(form, name)) for name in form.fields if name not in left_out]
    words = ", ".join(_in_sentence(form, name, value) for name, value in shown if value)
    return words[:1].upper() + words[1:]


def _in_sentence(form: BaseForm, name: str, value: str) -> str:
    """What was answered, as it reads among other answers: "born 3 May 2019", "in the same home"."""
    if name == "born":
        return f"{'expected' if form['involvement'].value() == 'unborn' else 'born'} {value}"
    return value[:1].lower() + value[1:] if name == "involvement" else value
