"""docs/reference/operating-models.md, and a page for each model that ships: how that hub works, in words."""

from datetime import date

from config.docs.markdown import capital, spoken, table
from openmash.access import ROLES
from openmash.hubs.rules import ClockSpec, OperatingModel, Rule, available, load
from openmash.hubs.rules.said import division_in_words

_INTRODUCTION = """\
# Operating models

How a hub rates, how its clocks run, whom it asks, what a decision can come to: data, not code. One file each in
`openmash/hubs/operating_models/`; every rule in it says where it comes from and from which day it holds.

```
openmash model list
openmash model show durham --sources
openmash model diff devon durham
openmash model check my-hub.toml      # the first fault of each table, its line, and what was expected there
openmash clock due --model durham --rating red --received 2026-12-24T15:30
```

Which particulars of each hub are not yet built: [the hubs](hubs.md)."""

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def pages() -> dict[str, str]:
    """The list, and each model on a page of its own."""
    models = [load(name) for name in available()]
    rows = [
        (f"[{model.title}](operating-models/{model.name}.md)", f"`{model.name}`", model.summary) for model in models
    ]
    listed = {"operating-models.md": f"{_INTRODUCTION}\n\n{table(('Hub', 'Name', 'What is particular'), rows)}"}
    return listed | {f"operating-models/{model.name}.md": _model(model) for model in models}


def _model(model: OperatingModel) -> str:
    parts = [
        f"# {model.title} (`{model.name}`, version {model.version})",
        model.summary,
        f"Serves: {', '.join(sorted(spoken(each) for each in model.serves))}. {_from(model)}",
        "## When the hub works",
        _office(model),
        "## Areas, and what comes in",
        _coverage(model),
        "## Ratings",
        _ratings(model),
        _re_rating(model),
        "## Levels of need",
        _levels(model),
        "## What a decision can come to",
        _outcomes(model),
        "## Who rates and decides",
        _who(model),
        "## Other clocks",
        _clocks(model),
        "## Consent",
        _consent(model),
    ]
    return "\n\n".join(parts)


def _office(model: OperatingModel) -> str:
    days = [(_WEEK[day.weekday], f"{day.opens:%H:%M} to {day.closes:%H:%M}") for day in model.office.days]
    words = f"Closed on the bank holidays of {division_in_words(model.office.bank_holidays)}."
    return f"{table(('Day', 'Open'), days)}\n\n{words} Out of hours: {model.office.out_of_hours_cover}"


def _coverage(model: OperatingModel) -> str:
    rows = [("Area", each.label, _from(each)) for each in model.areas]
    rows += [("Referral", each.label, _from(each)) for each in model.referral_types]
    return table(("", "What", "Source"), rows)


def _ratings(model: OperatingModel) -> str:
    rows = [
        (
            each.label,
            each.meaning,
            _clock(each.clock),
            _clock(each.check_clock),
            ", ".join(spoken(kind) for kind in model.agencies_asked(each.code)),
            _from(each),
        )
        for each in model.ratings_by_urgency()
    ]
    headings = ("Rating", "Meaning", "Decision", "Each agency's answer", "Asked by default", "Source")
    return table(headings, rows)


def _re_rating(model: OperatingModel) -> str:
    rule = model.re_rating
    words = {
        "beginning": "counts from when the enquiry's clock began",
        "re_rating": "starts when the new rating is given",
    }
    return f"Rated up, the clock {words[rule.up]}; rated down, it {words[rule.down]}. {_from(rule)}"


def _levels(model: OperatingModel) -> str:
    rows = [
        (each.label, each.meaning, each.basis, spoken(each.consent), _from(each))
        for each in sorted(model.levels, key=lambda level: level.rank)
    ]
    return table(("Level", "Meaning", "Lawful footing", "Consent", "Source"), rows)


def _outcomes(model: OperatingModel) -> str:
    rows = [
        (
            each.label,
            model.level(each.level).label if each.level else "any",
            ", ".join(spoken(kind) for kind in each.team_kinds) or ("ends the flow" if each.ends_flow else "—"),
            each.told_to_referrer,
            _from(each),
        )
        for each in model.outcomes
    ]
    return table(("Outcome", "Level", "Goes to", "What the referrer may be told", "Source"), rows)


def _who(model: OperatingModel) -> str:
    rows = [
        (
            capital(str(each.act)),
            ", ".join(sorted(spoken(whom) for whom in each.serves)),
            ", ".join(ROLES[role].title for role in each.roles),
            "yes" if each.registered_social_worker else "",
            _from(each),
        )
        for each in model.who
    ]
    return table(("Act", "For", "By", "Registered social worker only", "Source"), rows)


def _clocks(model: OperatingModel) -> str:
    rows = [
        (each.label, each.starts, _clock(each.clock), "statutory" if each.statutory else "local", _from(each))
        for each in model.clocks
    ]
    return table(("Clock", "Starts", "Runs", "", "Source"), rows)


def _consent(model: OperatingModel) -> str:
    reasons = [(each.label, _from(each)) for each in model.consent.reasons_not_sought]
    listed = table(("Accepted reasons for not having sought consent", "Source"), reasons)
    return f"{model.consent.words} {_from(model.consent)}\n\n{listed}"


def _clock(spec: ClockSpec) -> str:
    return f"{spec.words} ({spec.source})"


def _from(rule: Rule) -> str:
    until = f" to {_day(rule.effective_to)}" if rule.effective_to else ""
    return f"{rule.source.rstrip('.')}; from {_day(rule.effective_from)}{until}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
