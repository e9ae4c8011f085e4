"""docs/reference/hubs.md: each hub of the sources: what is particular to it and proven, and what is not yet built."""

from config.docs.markdown import capital, table
from config.docs.particulars import PARTICULARS, Particular
from openmash.hubs.rules import OperatingModel, available, load
from openmash.hubs.rules.said import kinds_in_words, served_in_words, since_in_words
from openmash.hubs.rules.saying import who_in_words

_INTRODUCTION = """\
# The hubs, and how far each of them works

OpenMASH is built after some twenty hubs that published how they work. Each becomes an operating model that ships;
this page says what is particular to each and which scenario or test proves it, what its model says, and which of its
particulars are **not yet built**. A particular the software cannot do yet stands in this list and not in the model: a
model holds only what something reads.

`make test` plays every scenario (`tests/integration/scenarios/test_cases.py`), and once more with one expectation made
wrong; `openmash scenario play NAME` plays one. How many cases a month a hub has is no particular of its model: how
many OpenMASH carries is measured (`bench/`).

`openmash model show NAME --sources` says everything that a model says, and where it comes from."""

# Of every hub, so said once.
_OF_ALL = """\
## Not yet built for any hub

- Agencies, teams and people are brought in by services; there are no screens for them yet."""

# The hub's own particulars that nothing does yet, by model. Every model that ships has an entry.
NOT_YET = {
    "devon": (),
    "bexley": (),
    "birmingham": (),
    "durham": (),
    "cornwall": (),
    "hampshire": (),
    "bradford": (),
    "kent": (),
    "bury": (),
    "blackburn": (),
    "camden": (),
    "northamptonshire": (),
    "sandwell": (),
    "wiltshire": (),
    "merton": (),
    "nottinghamshire": (),
    "ealing": (),
    "dartford_gravesend": (),
    "london_borough": (),
    "manchester": (),
    "westminster": (),
    "marac_link": (),
    "first_response": (),
}


def pages() -> dict[str, str]:
    """The one page."""
    models = [load(name) for name in available()]
    parts = [
        _INTRODUCTION,
        *(_hub(model) for model in models),
        _OF_ALL,
    ]
    return {"hubs.md": "\n\n".join(parts)}


def _hub(model: OperatingModel) -> str:
    ratings = [
        (rating.label, rating.clock.words, kinds_in_words(model.agencies_asked(rating.code)), rating.check_clock.words)
        for rating in model.ratings_by_urgency()
    ]
    lines = [
        f"- For {served_in_words(model.serves)}; {'; '.join(_switched_on(model))}.",
        *(f"- {capital(rule.act)}s for {served_in_words(rule.serves)}: {who_in_words(rule)}." for rule in model.who),
        f"- A decision can come to: {'; '.join(outcome.label for outcome in model.outcomes)}.",
        *(f"- {clock.label}: {clock.clock.words}." for clock in model.clocks if not clock.statutory),
        f"- Not yet built: {'; '.join(NOT_YET[model.name]) or 'nothing of its own'}.",
    ]
    headings = ("Rating", "Decision", "Asked by default", "Each answers")
    parts = [
        f"## {model.title} (`{model.name}`)",
        model.summary,
        table(("What is particular to it", "Proven by"), [_proven(each) for each in PARTICULARS[model.name]]),
        table(headings, ratings),
        "\n".join(lines),
    ]
    return "\n\n".join(parts)


def _proven(each: Particular) -> tuple[str, str]:
    """A particular, with its scenarios and tests by name."""
    return each.words, ", ".join(f"`{proof}`" for proof in each.proofs)


def _switched_on(model: OperatingModel) -> list[str]:
    """The days on which areas and kinds of referral were switched on; each day once, where all began together."""
    return [
        ", ".join(f"{rule.label} {since_in_words(rule)}" for rule in rules)
        if len({rule.effective_from for rule in rules}) > 1
        else f"{', '.join(rule.label for rule in rules)} {since_in_words(rules[0])}"
        for rules in (model.areas, model.referral_types)
    ]
