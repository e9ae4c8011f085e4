"""An owner agrees; a family consents. The two never share a word on a screen, in a message or in a document.

An owner's agreement is about whose information it is; a family's consent is about whose life it is. Where one word
stands for both, somebody takes the one for the other, and information goes that should not, or stays that should not.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT

# What speaks to people: templates, and the strings of forms, pages, rules, states and messages.
SPOKEN = ("openmash/web", "openmash/sealed", "openmash/products", "openmash/notifications", "openmash/worklists")
CONSENT = re.compile(r"\bconsent(?:s|ed|ing)?\b", re.IGNORECASE)
AGREE = re.compile(r"\b(?:dis)?agree(?:s|d|ing|ment|ments)?\b", re.IGNORECASE)
OWNER = re.compile(r"\b(?:owner|owners|owns|owning|agency|agencies)\b", re.IGNORECASE)
FAMILY = re.compile(r"\b(?:family|families|parent|parents|mother|father)\b", re.IGNORECASE)
CODES = re.compile(r"[a-z_]+(?:\.[a-z_]+)*")


def sentences() -> Iterator[tuple[str, str]]:
    """Everything that a person may read, with where it stands: template text and string constants, not docstrings."""
    for folder in SPOKEN:
        for path in sorted((ROOT / folder).rglob("*.html")):
            for text in re.split(r"</(?:p|li|td|th|h\d|dd|dt|button|label|legend|summary|a)>", path.read_text()):
                yield str(path.relative_to(ROOT)), re.sub(r"{[%#{].*?[}%#]}|<[^>]*>", " ", text)
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from ((str(path.relative_to(ROOT)), text) for text in strings_of(path))


def strings_of(path: Path) -> Iterator[str]:
    """The strings of a module that are spoken: no docstring, no code and no name."""
    tree = ast.parse(path.read_text())
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        spoken = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
        if spoken and not CODES.fullmatch(text := str(node.value)):  # type: ignore[attr-defined]  # a Constant has one
            yield text


def confused(text: str) -> bool:
    """Whether an owner consents in it, or a family agrees, or both words stand in one sentence."""
    for sentence in re.split(r"(?<=[.!?:;])\s+", text):
        consents, agrees = CONSENT.search(sentence), AGREE.search(sentence)
        if (consents and (agrees or OWNER.search(sentence))) or (agrees and FAMILY.search(sentence)):
            return True
    return False


def test_no_owner_consents_and_no_family_agrees_on_any_screen() -> None:
    assert [f"{where}: {' '.join(text.split())}" for where, text in sentences() if confused(text)] == []


def test_there_is_something_to_find() -> None:
    spoken = [text for _, text in sentences()]
    assert len(spoken) > 500
    assert any(CONSENT.search(text) for text in spoken)
    assert any(AGREE.search(text) for text in spoken)


def test_what_is_planted_is_found() -> None:
    for planted in (
        "The owning agency consents to this.",
        "Consent of the owner is missing.",
        "The family agreed to the referral.",
        "The mother does not agree.",
        "She consents, and the police agree.",
    ):
        assert confused(planted), planted
    for sound in ("The family consents.", "The agency that owns it agrees.", "Its owner does not agree."):
        assert not confused(sound), sound
