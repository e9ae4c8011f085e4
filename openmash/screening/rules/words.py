"""How long what is written here may be."""

from collections.abc import Mapping

from openmash.core.errors import RuleBroken

LONGEST = 4000


def require_fits(texts: Mapping[str, str]) -> None:
    """What is written fits its place, so that nothing is cut later.

    Args:
        texts: the words, by the field they were typed in.
    """
    for field, text in texts.items():
        if len(text) > LONGEST:
            raise RuleBroken(
                "screening.words_fit",
                f"This is {len(text)} characters long; it must be {LONGEST} characters or fewer.",
                field=field,
            )
