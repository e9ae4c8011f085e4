"""What a rule says when it refuses, for tests of rules alone."""

from collections.abc import Callable
from typing import Any

from openmash.core.errors import RuleBroken


def refused(rule: Callable[..., object], *given: Any, **named: Any) -> tuple[str, str | None] | None:
    """The broken rule and the field it stands beside, once its sentence was found to be one; None where it is kept."""
    try:
        rule(*given, **named)
    except RuleBroken as broken:
        sentence = broken.sentence
        assert sentence[:1].isupper() or sentence[:1] == "“" or sentence[:1].isdigit(), sentence
        assert sentence.endswith((".", "”.")), sentence
        assert "None" not in sentence
        return broken.rule, broken.field
    return None


def sentence_of(rule: Callable[..., object], *given: Any, **named: Any) -> str:
    """The sentence with which it refuses; empty where it does not."""
    try:
        rule(*given, **named)
    except RuleBroken as broken:
        return broken.sentence
    return ""
