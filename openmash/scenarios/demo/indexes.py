"""What three agencies' person indexes know: the demo's families as each agency wrote them down, and their neighbours.

Everybody is invented; NHS numbers are of the range that is never issued (999 000 0000 to 999 999 9999).
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openmash.matching.invented import COUNTY, write
from openmash.matching.invented.faults import misspelt, respelt
from openmash.matching.invented.names import spellings
from openmash.person_index import services as index_services
from openmash.scenarios.demo.hub import DemoHub
from openmash.scenarios.demo.plan import Adult, Child, Family, Planned

NEIGHBOURS = 240
"""Rows about people whom no case of the demo is about: names are common, and not every hit is a hit."""

# agency, who sends its file, how a reference begins, share of families that it knows
AGENCIES = (
    ("police", "Sam Trevail", "N", 0.45),
    ("health", "Farah Sayegh", "RDE", 0.8),
    ("education", "Owen Pascoe", "E", 0.6),
)

Row = dict[str, str]


def fill(hub: DemoHub, planned: Sequence[Planned]) -> int:
    """Each of the three agencies sends its file, and it is loaded; returns how many rows they have together.

    Args:
        hub: the demo's, entered.
        planned: the fortnight's contacts, whose families the agencies know in part.
    """
    families = list({each.family.address: each.family for each in planned if each.way != "advice"}.values())
    families += todays(hub.now.year)
    others = neighbours()
    at, count = hub.now - timedelta(hours=6), 0
    for agency, sender, prefix, share in AGENCIES:
        rows = list(file_of(agency, prefix, share, families, others))
        index_services.load(
            agency_id=hub.agencies[agency],
            file=io.BytesIO(_as_csv(rows)),
            actor=next(each for each in hub.actors if each.name == sender),
            at=at,
        )
        count += len(rows)
    index_services.begin_waiting(hub_id=hub.hub_id, at=at)
    return count


def file_of(agency: str, prefix: str, share: float, families: Iterable[Family], others: Iterable[Row]) -> Iterator[Row]:
    """The rows of one agency's file: every one with a reference, two with what no file may have.

    Args:
        agency: its key in the demo; it decides what is drawn.
        prefix: how its references begin.
        share: of the families it knows.
        families: of the demo's cases.
        others: rows about their neighbours, of which it has some.
    """
    chance = Random(f"person index {agency}")  # noqa: S311 - a demo that is the same each time, not a secret
    rows = [
        _written(row, agency, chance)
        for family in families
        if chance.random() < share
        for row in _people(family)
        if chance.random() < 0.85
    ]
    rows += [row for row in others if chance.random() < 0.6]
    chance.shuffle(rows)
    for number, row in enumerate(rows):
        yield row | {"reference": f"{prefix}{100_200 + number * 7}"}
    yield {"reference": f"{prefix}900001", "given_names": "Pat", "family_name": "Weaver", "born_on": "4.3.2018"}
    yield {"reference": "", "given_names": "Lou", "family_name": "Sadler", "born_on": "2011-09-17"}


def todays(year: int) -> list[Family]:
    """The families of ``today``, whom the agencies know too."""
    return [
        _family(
            "Ashdown", Child("Lena", "F", date(year - 6, 4, 2)), Adult("Carol", "Ashdown", "F", "", date(1994, 3, 9))
        ),
        _family("Brackenbury", Child("Theo", "M", date(year - 3, 6, 9))),
        _family(
            "Tapley",
            Child("Rowan", "F", date(year - 15, 2, 3)),
            Adult("Joan", "Tapley", "F", "", date(year - 39, 8, 1)),
        ),
        _family(
            "Quarme",
            Child("Aled", "M", date(year - 14, 3, 12)),
            Adult("Nerys", "Quarme", "F", "", date(year - 37, 5, 20)),
        ),
        _family("Tremlett", Child("Wil", "M", date(year - 9, 4, 5))),
    ]


def _family(name: str, child: Child, *adults: Adult) -> Family:
    return Family(name, (child,), adults, f"1 {name} Row", "EX99 8AA", "Exeter")


def _people(family: Family) -> Iterator[Row]:
    for child in family.children:
        yield {
            "given_names": child.given_name,
            "family_name": family.family_name,
            "born_on": str(child.born_on or child.expected_on),
            "born_accuracy": "" if child.born_on else "expected",
            "sex": child.sex,
            "nhs_number": child.nhs_number,
            "postcodes": family.postcode,
        }
    for adult in family.adults:
        yield {
            "given_names": adult.given_name,
            "family_name": adult.family_name,
            "born_on": str(adult.born_on),
            "sex": adult.sex,
            "postcodes": family.postcode,
        }


def _written(row: Row, agency: str, chance: Random) -> Row:
    """A person as that agency wrote them down: most are right, some are not, as in every agency's records."""
    written = dict(row)
    for share, fault in _FAULTS:
        if chance.random() < share:
            fault(written, chance)
    if agency != "health":  # who else writes a patient's number down?
        written.pop("nhs_number", None)
    return written


def _misspelt(row: Row, chance: Random) -> None:
    wrong = misspelt if chance.random() < 0.5 else respelt
    row["family_name"] = wrong(row["family_name"].upper(), chance.random).title()


def _short(row: Row, chance: Random) -> None:
    short = spellings().short.get(row["given_names"].upper())
    if short:
        row["given_names"] = chance.choice(short).title()


def _swapped(row: Row, chance: Random) -> None:
    year, month, day = row["born_on"].split("-")
    if int(day) <= 12 and not row.get("born_accuracy"):
        row["born_on"] = f"{year}-{day}-{month}"


def _only_year(row: Row, chance: Random) -> None:
    if not row.get("born_accuracy"):
        row["born_on"] = row["born_on"][:4]


def _moved(row: Row, chance: Random) -> None:
    row["postcodes"] = f"EX99 {chance.randrange(1, 10)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"


def _also_known(row: Row, chance: Random) -> None:
    row["other_names"] = f"{row['given_names']}/{misspelt(row['family_name'].upper(), chance.random).title()}/alias"


_FAULTS: tuple[tuple[float, Callable[[Row, Random], None]], ...] = (
    (0.12, _also_known),
    (0.14, _misspelt),
    (0.25, _short),
    (0.05, _swapped),
    (0.04, _only_year),
    (0.2, _moved),
)


def neighbours() -> list[Row]:
    """Rows about people of an invented place, in the columns of an index."""
    with tempfile.TemporaryDirectory() as folder:
        made = write(Path(folder), index=NEIGHBOURS, questions=1, seed=7, profile=COUNTY, processes=1)
        with (made.folder / "index.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def _as_csv(rows: Sequence[Row]) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO(newline="")
    lines = csv.DictWriter(text, ["reference", *(each for each in columns if each != "reference")], restval="")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue().encode()
