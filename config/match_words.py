"""What an evaluation found, in words and tables for a terminal."""

from collections.abc import Sequence

from openmash.matching import guards
from openmash.matching.evaluate import Evaluation, Explained
from openmash.matching.explain import untold, waterfall
from openmash.matching.figures import At, Twins
from openmash.matching.model import Model

SLICES = {
    "adopted": "adopted, old or new identity",
    "adult": "adults",
    "care": "children placed with carers",
    "child": "children",
    "first_name_and_school": "only a first name and a school",
    "half_sibling": "half-siblings in one house",
    "moved": "moved, no address in common",
    "namesake": "parent and child of one name",
    "no_birth_date": "no date of birth",
    "no_postcode": "no address",
    "not_in_index": "not in the index at all",
    "twin": "twins",
    "unborn": "unborn",
}


def as_text(found: Evaluation, model: Model) -> str:
    """The whole evaluation, the most important first."""
    lines = [
        f"Model {found.model}; {found.left:,} records against {found.right:,}: {found.pairs:,} pairs compared, "
        f"{found.hits:,} at or above {found.threshold:.2f} bits ({found.purpose}).",
        f"{found.seconds:.1f} seconds to link, {found.peak_mb:,.0f} MB at most.",
    ]
    if found.refused:
        lines.append(f"{found.refused:,} lines were refused: openmash index says why.")
    if found.shipped is None or found.best is None:
        return "\n".join([*lines, "Without --truth nobody can say how good that is."])
    lines += [
        "",
        *_table(
            ("", "bits", "precision", "recall", "F1"),
            [_at("shipped threshold", found.shipped), _at("best, seen afterwards", found.best)],
        ),
    ]
    if found.clusters:
        lines += ["", *_table(("", "bits", "precision", "recall", "F1"), [_at("groups of one person", found.clusters)])]
    share = found.compared / found.links if found.links else 1.0
    lines.append(f"{found.links:,} true links, of which {share:.2%} share a key and are compared.")
    lines += ["", "What a threshold costs", *_costs(found)]
    if found.slices:
        lines += ["", "By kind of question, at the shipped threshold", *_slices(found)]
    if found.twins and found.twins.questions:
        lines.append(twins_in_words(found.twins))
    if found.held:
        rows = [(each.guard, f"{each.right:,}", f"{each.wrong:,}") for each in found.held]
        lines += ["", "What guards hold back", *_table(("guard", "true links", "other pairs"), rows)]
    if found.origins:
        lines += ["", "By where names come from, at the shipped threshold", *_origins(found)]
    lines += _cases("Worst misses: one person, and the evidence does not say so", found.misses)
    lines += _cases("Worst false hits: two people, and the evidence says one", found.wrong)
    return "\n".join(lines)


def twins_in_words(twins: Twins) -> str:
    """How often the twin who is not meant was suggested."""
    return (
        f"Of {twins.questions:,} questions about somebody whose twin is in the index, {twins.suggested:,} "
        f"({twins.share:.1%}) had the other twin, who is not meant, at or above the threshold."
    )


def pair_as_text(model: Model, levels: tuple[int, ...], *, people: int) -> str:
    """Why two records may be one person: what each comparison found, guards, and what neither tells."""
    weight = guards.capped(model, levels, model.weight(levels, {}, people=people))
    evidence = waterfall(model, levels, [None] * len(model.rarities))
    guard = guards.found(model, levels)
    lines = [f"  {each.bits:+6.1f}  {each.words} ({each.strength})" for each in evidence]
    lines.append(f"  {model.prior(people):+6.1f}  one of {people:,} in the index")
    if guard:
        lines.append(f"          {guard.words}")
    missing = untold(model, levels)
    if missing:
        lines.append(f"          not told: {', '.join(missing)}")
    suggest = model.thresholds.get("suggest")
    word = "a link is suggested" if suggest and weight >= suggest.bits else "no link is suggested"
    return "\n".join([*lines, f"= {weight:+6.1f}  bits: {word}. How rare the names are is not counted here."])


def _at(name: str, at: At) -> tuple[str, ...]:
    return (name, f"{at.bits:.2f}", f"{at.precision:.4f}", f"{at.recall:.4f}", f"{at.f1:.4f}")


def _costs(found: Evaluation) -> list[str]:
    return _table(
        ("from bits", "right", "missed", "false hits", "people not in the index who are hit"),
        [
            (
                f"{at.bits:.0f}",
                f"{at.right:,}",
                f"{at.missed:,}",
                f"{at.wrong:,}",
                f"{at.strangers:,} of {found.strangers:,}",
            )
            for at in found.costs
        ],
    )


def _slices(found: Evaluation) -> list[str]:
    return _table(
        ("", "questions", "true links", "compared", "found", "false hits"),
        [
            (
                SLICES.get(each.name, each.name),
                f"{each.questions:,}",
                f"{each.links:,}",
                f"{each.compared / each.links:.1%}" if each.links else "–",
                f"{each.recall:.1%}" if each.links else "–",
                f"{each.wrong:,}",
            )
            for each in found.slices
        ],
    )


def _origins(found: Evaluation) -> list[str]:
    return _table(
        ("", "true links", "found", "not compared", "below", "what says less than of most people, in bits"),
        [
            (
                each.name.replace("_", " "),
                f"{each.links:,}",
                f"{each.recall:.1%}",
                f"{each.not_compared:.1%}",
                f"{each.below:.1%}",
                ", ".join(f"{name} {bits:+.1f}" for name, bits in each.against) or "–",
            )
            for each in found.origins
        ],
    )


def _cases(title: str, cases: tuple[Explained, ...]) -> list[str]:
    lines = ["", title] if cases else []
    for each in cases:
        weight = "" if each.case.weight is None else f" {each.case.weight:+.1f} bits"
        lines.append(f"  {each.case.left} – {each.case.right}{weight}")
        lines += [f"      {step.bits:+6.1f}  {step.words} ({step.strength})" for step in each.evidence]
        if each.guard:
            lines.append(f"              {each.guard}")
    return lines


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as what stands in them; the first to the left, numbers to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]

    def line(row: Sequence[str]) -> str:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        return "  ".join(["  " + row[0].ljust(widths[0]), *cells]).rstrip()

    return [line(head), *map(line, rows)]
