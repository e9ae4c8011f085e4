"""docs/reference/matching.md and its picture: what `python -m bench matching` and evaluations measured last."""

import json
from collections.abc import Callable, Mapping
from html import escape
from math import log10
from typing import Any, NamedTuple

from config.docs import accuracy
from config.docs.markdown import table
from config.environment import PROJECT

FIGURES = PROJECT / "docs" / "reference" / "matching.bench.json"
_INTRODUCTION = """\
# How fast and how well people are found

Every figure in a table was written by the run that measured it, into `docs/reference/matching.bench.json` or
`matching/`; nobody types them. The people are invented (`openmash/matching/invented`), with the faults of real records;
the population measured here was made from another seed than the one the model was trained on and the one its thresholds
were fixed on. What was not measured, or not at that size, has a dash."""
_SPEED = """\
## Speed

`python -m bench matching --people N --folder <large folder> --keep`, meant for a machine with nothing else to do; below
the table stands where it had. Each figure is the median of several runs where the step takes seconds. A look-up is the
product's own statement, as the inside door's role; "with log" adds the transaction, the permission, the audit entry,
cleaning, keys and the words.

No page answers over eight agencies at once: an agency's hits are seen by its own people only, and asking takes as long
whatever an index knows. What can be measured whole is the coordinator's request that asks eight agencies about a child
and her mother, through every middleware, with session, permissions, rules and log, and then the worker's look-up of
both people in eight indexes, after which each agency's own page has its hits."""
_LIMITS = """\
### Fewer keys miss more people

In {people:,} people, for {questions:,} questions about somebody who is in the index:"""
_TRIED = """\
### What was tried

Goals that the table does not reach were worked at, each measured beside what was before it, on the same questions:

- **A look-up.** Four fifths of its time pass where nobody shares a key at all (44 are weighed on average). Fewer keys,
  chosen by what each kind finds, halved whom it weighs. Comparing slowly comparable names last: 0.95 of the time. One
  function and one query for seven, and what the question alone decides worked out once: 0.88. Placeholders that the
  client need not look for in a long statement: 0.91 (800 to 1,500 questions each, old and new in turn, the same
  answers). What is left is flat: of PostgreSQL's processor time, told by leaving parts out, 9 of 100 tell whose index
  it is and how common names are, 32 plan and probe its index of keys, 11 read who is found, 18 make the statement
  ready, 31 compare. No quicker: guards as tests of bits; no limit, and nobody to leave out, where rows are read. What
  counts more than all of it is that the index has room in PostgreSQL's own memory. With 4 GB of shared buffers the same
  questions took 2.69 ms (median) and 5.58 ms (95 of 100), and two clients had 302 answers a second; twenty minutes
  later with 12 GB, 1.14 and 1.99 ms, and 1,720: this machine soon lets go of what it has read of files.
- **After the files were forgotten.** Some seventy places are read, most of them one after the other. With PostgreSQL
  reading by itself in place of its workers (`io_method = sync`), 95 of 100 took 11.3 ms.
- **The right person among the first ten.** Whoever shares no key with the question cannot be found (the last line of
  the table of limits); another one in a hundred comes below the tenth place or below what is worth showing.
- **Eight agencies.** Requests, log and addresses take one statement each however many agencies are asked. The request
  is 58 statements in all, the worker's part six for each agency: each would have to take less than a fifth of a
  millisecond.
- **Doubles in bulk.** Keys of up to 200 people lead to 287 million pairs, those of up to 20 to 70 million. Nine of ten
  of those share a single key, and of what was suggested of them 72 of 100 were two people. Two keys are asked for now,
  of ten people or fewer each: 5 million pairs, and the F1 of what is suggested rose from .877 to .891. Pairs that
  cannot reach the weight asked for are ruled out by numbers that stand for a record's values. Clusters begin with
  whoever is linked at all. Before all that it took 7.4 min, on a busier day. Six tenths of what is left are counting
  119 million keys; no quicker: lists of each key's people in place of a join, two to eight parts, pairs as single
  numbers.
- **The load.** Two processes clean and make keys, which is two thirds of it; two workers build the index of keys.
  Caches of other sizes, rows written with fewer steps and rules of spelling that are skipped: 1.06 to 1.25 times as
  fast in parts, nothing certain in the whole, and harder to read; not kept. Three hours earlier, with 4 GB of shared
  buffers in place of 12, it took 14.1 min."""
_PICTURE = "![Time of a look-up beside its peers; the table has the figures](matching.svg)"


class Line(NamedTuple):
    """One row of the table.

    Args:
        what: in words.
        goal: what it is to reach.
        step, figure: where the figure is kept.
        say: how it is said.
    """

    what: str
    goal: str
    step: str
    figure: str
    say: Callable[[float], str]


def _ms(told: float) -> str:
    return f"{told:,.2f} ms" if told < 100 else f"{told:,.0f} ms"


def _seconds(told: float) -> str:
    return f"{told:,.1f} s" if told < 120 else f"{told / 60:,.1f} min"


def _share(told: float) -> str:
    return f"{told:.4f}"


def _percent(told: float) -> str:
    return f"{100 * told:.2f} %"


def _count(told: float) -> str:
    return f"{told:,.0f}"


def _gb(told: float) -> str:
    return f"{told:.1f} GB"


LINES = (
    Line("Look-up, median", "", "look_up", "p50_ms", _ms),
    Line("Look-up, 95 of 100 were quicker", "≤ 1 ms", "look_up", "p95_ms", _ms),
    Line("Look-up with log, 95 of 100", "", "look_up", "with_audit_p95_ms", _ms),
    Line("Look-up after the files were forgotten, 95 of 100", "≤ 5 ms", "cold", "p95_ms", _ms),
    Line("Common names, institutions, default days, 99 of 100", "≤ 5 ms", "hot", "p99_ms", _ms),
    Line("One person in eight indexes, log and hits written, 95 of 100", "", "agencies", "p95_ms", _ms),
    Line("Eight agencies asked over HTTP: the request, 95 of 100", "", "over_http", "request_p95_ms", _ms),
    Line("… the worker's look-up of two people in eight indexes, 95 of 100", "", "over_http", "worker_p95_ms", _ms),
    Line("… both together, 95 of 100", "≤ 20 ms", "over_http", "both_p95_ms", _ms),
    Line("Look-ups a second, two clients", "≥ 5,000", "throughput", "a_second", _count),
    Line("The right person first", "", "look_up", "first", _share),
    Line("The right person among the first ten", "≥ 0.993", "look_up", "first_ten", _share),
    Line("The other twin suggested", "< 1 %", "twins", "other_suggested", _percent),
    Line("Doubles of the whole index, DuckDB", "≤ 60 s", "link", "seconds", _seconds),
    Line("… memory", "≤ 8 GB", "link", "peak_gb", _gb),
    Line("… true doubles found", "", "link", "found", _share),
    Line("… suggested and true", "", "link", "right", _share),
    Line("From the agency's file to the first look-up", "≤ 6 min", "load", "to_first_look_up_s", _seconds),
    Line("Peer: pg_trgm, 95 of 100", "", "peer_pg_trgm", "p95_ms", _ms),
    Line("Peer: pg_trgm, the right person among the first ten", "", "peer_pg_trgm", "first_ten", _share),
    Line("Peer: Splink's predict_between for each question, 95 of 100", "", "peer_splink", "p95_ms", _ms),
)  # fmt: skip


def pages() -> dict[str, str]:
    """The page and its picture."""
    kept = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    runs = sorted(kept.get("bench", {}).items(), key=lambda each: int(each[0]))
    parts = [_INTRODUCTION, _SPEED]
    if runs:
        parts += [_PICTURE, _speed(runs), _machines(runs), *_limits(runs), _TRIED]
    else:
        parts.append("Not measured yet.")
    parts += accuracy.sections()
    return {"matching.md": "\n\n".join(parts), "matching.svg": _picture(runs)}


def _speed(runs: list[tuple[str, dict[str, Any]]]) -> str:
    head = ("What", "To reach at 10 million", *(f"{int(people):,} people" for people, _ in runs))
    rows = [(line.what, line.goal, *(_said(line, each["results"]) for _, each in runs)) for line in LINES]
    return table(head, rows)


def _said(line: Line, results: Mapping[str, Mapping[str, Any]]) -> str:
    told = results.get(line.step, {}).get(line.figure)
    return "–" if told is None else line.say(told)


def _limits(runs: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """What the limit above which a key is not followed costs and brings, in the largest index it was measured in."""
    measured = [(people, each["results"]["limits"]) for people, each in runs if "limits" in each["results"]]
    if not measured:
        return []
    people, told = measured[-1]
    rows = [
        (limit, _share(each["share"]), _count(each["mean"]), _count(each["p95"]))
        for limit, each in sorted(told["limits"].items(), key=lambda one: int(one[0]))
    ]
    head = (
        "Keys followed that lead to at most",
        "The right person is among those weighed",
        "Weighed, mean",
        "95 of 100",
    )
    return [_LIMITS.format(people=int(people), questions=told["questions"]), table(head, rows)]


def _machines(runs: list[tuple[str, dict[str, Any]]]) -> str:
    return "\n".join(
        f"- {int(people):,} people: {each['machine']}, on {each['on']}{_beside(each)}." for people, each in runs
    )


def _beside(run: Mapping[str, str]) -> str:
    return f"; meanwhile the machine did something else: {run['beside']}" if run.get("beside") else ""


_SERIES = (
    ("look_up", "this statement", "#1d70b8"),
    ("peer_pg_trgm", "pg_trgm", "#f47738"),
    ("peer_splink", "Splink, each question by itself", "#912b88"),
)
_WIDE, _HIGH, _LEFT, _TOP = 720, 360, 70, 40


def _picture(runs: list[tuple[str, dict[str, Any]]]) -> str:
    """Bars of the 95th percentile by size, on a logarithmic scale from 0.1 ms to 10 s."""
    marks = [_axis(power) for power in range(-1, 5)]
    bars = []
    places = max(len(runs), 1)
    for place, (people, each) in enumerate(runs):
        start = _LEFT + place * (_WIDE - _LEFT) / places
        width = (_WIDE - _LEFT) / places / 4
        for number, (step, words, colour) in enumerate(_SERIES):
            told = each["results"].get(step, {}).get("p95_ms")
            if told is not None:
                bars.append(_bar(start + (number + 0.5) * width, width * 0.9, told, words, colour))
        middle = f"{start + 2 * width:.0f}"
        bars.append(f'<text x="{middle}" y="{_HIGH + 20}" text-anchor="middle">{int(people):,} people</text>')
    legend = [
        f'<rect x="{_LEFT + number * 200}" y="8" width="12" height="12" fill="{colour}"/>'
        f'<text x="{_LEFT + 18 + number * 200}" y="19">{escape(words)}</text>'
        for number, (_, words, colour) in enumerate(_SERIES)
    ]
    inside = "\n".join([*marks, *bars, *legend])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH + 40}" role="img" '
        'font-family="Arial, sans-serif" font-size="13" fill="#0b0c0c">\n'
        "<title>Time of a look-up that 95 of 100 keep to, by size of the index</title>\n"
        f'<rect width="{_WIDE}" height="{_HIGH + 40}" fill="#ffffff"/>\n{inside}\n</svg>'
    )


def _height(milliseconds: float) -> float:
    return (log10(max(milliseconds, 0.1)) + 1) / 5 * (_HIGH - _TOP)


def _axis(power: int) -> str:
    y = _HIGH - _height(10.0**power)
    words = f"{10**power:,} ms" if power >= 0 else "0.1 ms"
    return (
        f'<line x1="{_LEFT}" x2="{_WIDE}" y1="{y:.0f}" y2="{y:.0f}" stroke="#b1b4b6"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{words}</text>'
    )


def _bar(x: float, width: float, milliseconds: float, words: str, colour: str) -> str:
    high = _height(milliseconds)
    return (
        f'<rect x="{x:.0f}" y="{_HIGH - high:.0f}" width="{width:.0f}" height="{high:.0f}" fill="{colour}">'
        f"<title>{escape(words)}: {_ms(milliseconds)}</title></rect>"
        f'<text x="{x + width / 2:.0f}" y="{_HIGH - high - 5:.0f}" text-anchor="middle">{_ms(milliseconds)}</text>'
    )
