"""`openmash match`: invent people, train a model on them, evaluate it, say why two records are one person or not."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from openmash.core.errors import OpenMashError
from openmash.matching.records import Record

WORST = 10


class NotDone(OpenMashError):
    """What was asked for cannot be done; the sentence says why."""


def main(argv: list[str]) -> int:
    """Run one command; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash match`.

    Returns:
        The exit code: 0, or 1 where a file is not there or not of its form, or the packages for bulk linking are not.
    """
    chosen = _parser().parse_args(argv)
    try:
        print(chosen.run(chosen))
    except ModuleNotFoundError as error:
        if error.name not in ("duckdb", "splink", "pyarrow"):
            raise
        print(f"{error.name} is not installed here. It comes with: pip install 'openmash[bulk]'", file=sys.stderr)
        return 1
    except (OpenMashError, ValueError) as error:
        print(getattr(error, "sentence", error), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'A file'}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash match", description="Matching people: which records are one.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _generating(commands.add_parser("generate", help="an invented population: questions, an index, and the truth"))
    _training(commands.add_parser("train", help="a model from two files, into a settings file with its bundle"))
    _evaluating(commands.add_parser("evaluate", help="what a model finds and misses, for whom, at what cost"))
    _explaining(commands.add_parser("explain", help="why two records may be one person, in words"))
    _public(commands.add_parser("public", help="evaluate on public data that you downloaded"))
    encoding = commands.add_parser("encode", help="an index as keyed encodings, for a hub that shall not read names")
    encoding.add_argument("file", type=Path, metavar="INDEX.csv")
    encoding.add_argument("--to", type=Path, required=True, metavar="FILE", help="gets the encodings")
    encoding.add_argument(
        "--secret", type=Path, required=True, metavar="FILE", help="holds the secret that the hub gave"
    )
    encoding.set_defaults(run=_encode)
    return parser


def _generating(parser: argparse.ArgumentParser) -> None:
    from openmash.matching.invented import PROFILES

    parser.add_argument("folder", type=Path, help="gets questions.csv, index.csv, truth.csv and persons.csv")
    parser.add_argument("--records", type=int, default=100_000, help="about how many rows the index has (100000)")
    parser.add_argument("--questions", type=int, default=10_000, help="how many questions (10000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same files (1)")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="city", help="what people are like (city)")
    parser.add_argument("--processes", type=int, default=2, help="how many make them at once (2)")
    parser.set_defaults(run=_generate)


def _files(parser: argparse.ArgumentParser, *, right: bool) -> None:
    parser.add_argument("--left", type=Path, required=True, metavar="A.csv", help="questions, in the form of an index")
    parser.add_argument("--right", type=Path, required=right, metavar="B.csv", help="the index")
    truth = "left,right[,slices][,twins]; for doubles reference,person"
    parser.add_argument("--truth", type=Path, metavar="T.csv", help=truth)


def _training(parser: argparse.ArgumentParser) -> None:
    _files(parser, right=True)
    parser.add_argument("--check-left", type=Path, required=True, metavar="C.csv", help="other questions, and")
    parser.add_argument("--check-right", type=Path, required=True, metavar="D.csv", help="their index, and")
    parser.add_argument("--check-truth", type=Path, required=True, metavar="U.csv", help="their truth: for thresholds")
    parser.add_argument("--on", type=date.fromisoformat, required=True, metavar="DAY", help="day the model is dated")
    parser.add_argument("--data", required=True, metavar="WORDS", help="what it was trained on, in words")
    parser.add_argument("--to", type=Path, required=True, metavar="NAME.json", help="beside it comes NAME.bundle.json")
    parser.set_defaults(run=_train)


def _evaluating(parser: argparse.ArgumentParser) -> None:
    _files(parser, right=False)
    parser.add_argument("--settings", metavar="S.json", default="families", help="a model's file or name (families)")
    parser.add_argument("--purpose", default="suggest", help="whose threshold counts (suggest)")
    parser.add_argument("--threshold", type=float, metavar="BITS", help="another threshold")
    parser.add_argument("--each-once", action="store_true", help="both files hold everybody once: at most one partner")
    parser.add_argument("--worst", type=int, default=WORST, help=f"how many misses and false hits to show ({WORST})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=_evaluate)


def _explaining(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("first", metavar="A.csv:REFERENCE", help="a record of a file")
    parser.add_argument("second", metavar="B.csv:REFERENCE", help="another")
    parser.add_argument("--settings", metavar="S.json", default="families", help="a model's file or name (families)")
    parser.add_argument("--people", type=int, default=100_000, help="how many the index holds (100000)")
    parser.set_defaults(run=_explain)


def _public(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", choices=("febrl4", "pseudopeople", "historical_50k"))
    parser.add_argument(
        "folder", type=Path, help="where its files are; docs/reference/matching.md says how to get them"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.set_defaults(run=_evaluate_public)


def _generate(chosen: argparse.Namespace) -> str:
    from openmash.matching.invented import PROFILES, write

    made = write(
        chosen.folder,
        index=chosen.records,
        questions=chosen.questions,
        seed=chosen.seed,
        profile=PROFILES[chosen.profile],
        processes=chosen.processes,
    )
    return (
        f"{made.people:,} invented people; {made.rows:,} rows of an index and {made.questions:,} questions "
        f"in {made.folder}"
    )


def _train(chosen: argparse.Namespace) -> str:
    from openmash.matching.train import Recipe, train

    model = train(
        Recipe(
            (chosen.left, chosen.right, chosen.truth),
            (chosen.check_left, chosen.check_right, chosen.check_truth),
            on=chosen.on,
            data=chosen.data,
        ),
        chosen.to,
    )
    thresholds = "; ".join(f"{purpose} from {told.bits:.2f} bits" for purpose, told in model.thresholds.items())
    return f"{chosen.to.name}: {model.name} {model.version}, {thresholds}"


def _evaluate(chosen: argparse.Namespace) -> str:
    import duckdb

    from config.match_words import as_text
    from openmash.matching.evaluate import Task, as_data, evaluate
    from openmash.matching.model import Model

    model = Model.load(chosen.settings)
    if chosen.threshold is None and chosen.purpose not in model.thresholds:
        raise NotDone(f"The model has thresholds for {', '.join(model.thresholds)}; none for {chosen.purpose}.")
    task = Task(
        chosen.left,
        chosen.right,
        chosen.truth,
        model,
        _today(),
        chosen.purpose,
        chosen.threshold,
        chosen.each_once,
        chosen.worst,
    )
    found = evaluate(task, duckdb.connect())
    _keep(chosen.json, as_data(found))
    return as_text(found, model)


def _evaluate_public(chosen: argparse.Namespace) -> str:
    from openmash.matching.public import as_data, evaluate_public

    found = evaluate_public(chosen.data, chosen.folder)
    _keep(chosen.json, as_data(found))
    return found.words


def _keep(path: Path | None, figures: dict[str, Any]) -> None:
    if path is not None:
        path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _explain(chosen: argparse.Namespace) -> str:
    from config.match_words import pair_as_text
    from openmash.matching.cleaning import clean
    from openmash.matching.model import Model

    model = Model.load(chosen.settings)
    one, other = (clean(_record(named))._asdict() for named in (chosen.first, chosen.second))
    return pair_as_text(model, model.compare(one, other), people=chosen.people)


def _record(named: str) -> Record:
    from openmash.matching.csv_records import lines_of, read

    path, _, reference = named.rpartition(":")
    if not path:
        raise NotDone(f"Say which record of which file, like index.csv:A0001; found {named}.")
    with Path(path).open("rb") as file:
        for _, row in read(lines_of(file), today=_today()):
            if isinstance(row, Record) and row.reference == reference:
                return row
    raise NotDone(f"{path} has no readable line with the reference {reference}.")


def _encode(chosen: argparse.Namespace) -> str:
    from openmash.matching.csv_records import Fault, lines_of
    from openmash.matching.encodings import encode_lines, secret_of

    rows, refused = 0, []
    secret = secret_of(chosen.secret.read_text(encoding="utf-8"))
    with chosen.file.open("rb") as lines, chosen.to.open("w", encoding="utf-8") as to:
        told = encode_lines(lines_of(lines), secret=secret, today=_today())
        for number, line in told:
            if not isinstance(line, Fault):
                to.write(line + "\n")
                rows += number > 1
            elif not line.kept:
                refused.append(f"line {number}: {line.sentence}")
    return "\n".join([f"{rows:,} people encoded in {chosen.to}; {len(refused):,} lines refused.", *refused])


def _today() -> date:
    from openmash.core import clock

    return clock.now().date()
