"""What the pages of a person index show, as plain values."""

from dataclasses import dataclass

from django.urls import reverse

from openmash.access import Actor
from openmash.matching.csv_records import COLUMNS
from openmash.person_index import queries
from openmash.person_index.queries import LoadView, State
from openmash.person_index.states import LOAD, LoadState

COLUMN_WORDS: dict[str, str] = {
    "reference": "Your own reference of the person. The only column that must be there; each stands once in the file.",
    "given_names": "First name or names, as your system has them.",
    "family_name": "Surname; double names as they are written.",
    "other_names": "Aliases, names before marriage and the like: given/family/use, with | between several. The use is "
    "usual, birth, married, alias or preferred.",
    "born_on": "2018-03-04; 2018-03 or 2018 where no more is known; several with | between them.",
    "born_accuracy": "day, month, year, or expected for an unborn child. Empty means day.",
    "sex": "F, M, or U where it is not known.",
    "nhs_number": "Ten digits.",
    "upn": "Unique Pupil Number: 13 characters.",
    "postcodes": "Where they live and lived, the newest first: postcode:uprn:since:until, with | between several. Only "
    "the postcode must be there.",
    "phones": "With | between several.",
    "school": "Its number (URN) or its name.",
}
EXAMPLE: tuple[tuple[str, ...], ...] = (
    (
        *("P-1001", "Ada Rose", "Wren", "Ada/Lark/birth", "2018-03-04", "day", "F", "9990000018", ""),
        *("EX1 1AA:::|EX4 6NY::2019-02-01:2021-06-30", "01632 960001", "113520"),
    ),
    ("P-1002", "", "Wren", "", "2027-03-01", "expected", "U", "", "", "EX1 1AA", "", ""),
    ("P-1003", "Bea", "Wren-Lark", "Beatrix/Lark/birth|Bee/Wren/alias", "1990", "year", "F", "", "", "", "", ""),
)
_PURPOSES = {
    "show": "Shown as somebody who may be meant",
    "suggest": "Shown as very likely",
}
_COLOURS = {LoadState.WAITING: "yellow", LoadState.RUNNING: "yellow", LoadState.DONE: "green"}
_STATES = {
    LoadState.WAITING: "Waiting",
    LoadState.RUNNING: "Being read",
    LoadState.DONE: "Done",
    LoadState.STOPPED: "Nothing taken",
}


@dataclass(frozen=True)
class File:
    """One file and what came of it."""

    load: LoadView
    state: str
    colour: str
    words: str
    refused_url: str


@dataclass(frozen=True)
class Cost:
    """What a threshold costs where the model was evaluated, of a hundred; empty where nobody has measured it."""

    purpose: str
    missed: str
    wrong: str


@dataclass(frozen=True)
class Overview:
    """An agency's index as its own people see it."""

    agency: str
    state: State
    running: File | None
    files: tuple[File, ...]
    costs: tuple[Cost, ...]
    model: str


def overview(actor: Actor) -> Overview:
    """How the actor's own agency's index stands."""
    assert actor.agency_id is not None  # noqa: S101  # whoever keeps an index works for an agency
    state = queries.state(actor.agency_id, actor=actor)
    files = tuple(_file(each) for each in state.loads)
    running = next((each for each in files if each.load.state in (LoadState.WAITING, LoadState.RUNNING)), None)
    model = queries.model()
    return Overview(actor.agency_name, state, running, files, costs(), f"{model.name} {model.version}")


def costs() -> tuple[Cost, ...]:
    """What each threshold misses, and how often what it shows is somebody else."""
    return tuple(
        Cost(
            _PURPOSES.get(purpose, purpose.capitalize()),
            _of_a_hundred(1 - each.found) if each.found is not None else "",
            _of_a_hundred(1 - each.right) if each.right is not None else "",
        )
        for purpose, each in queries.thresholds().items()
    )


def columns() -> list[tuple[str, str]]:
    """The columns of the file, in their order, and what each means."""
    return [(name, COLUMN_WORDS[name]) for name in COLUMNS]


def _file(load: LoadView) -> File:
    state = LoadState(load.state)
    told = bool(load.refused or load.ended_words)
    return File(
        load=load,
        state=_STATES[state],
        colour=_COLOURS.get(state, "red"),
        words=load.ended_words or LOAD.states[state],
        refused_url=reverse("person_index:refused", args=[load.id]) if told else "",
    )


def _of_a_hundred(share: float) -> str:
    """Like "3.5 of 100": what somebody who is not a statistician can weigh."""
    return f"{share * 100:.1f}".removesuffix(".0") + " of 100"
