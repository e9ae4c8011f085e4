"""What a call is answered: JSON, and what was wrong always as sentences with the field and the line it is about."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.http import JsonResponse


@dataclass(frozen=True)
class Wrong:
    """One thing that was wrong.

    Args:
        sentence: what, and what to do, for whoever looks after the system that called.
        field: which field or column; empty where it is about the whole.
        line: of a file, the header being the first; 0 where there are no lines.
    """

    sentence: str
    field: str = ""
    line: int = 0


def wrong(status: int, *told: Wrong) -> JsonResponse:
    """An answer that says what was wrong."""
    return JsonResponse({"wrong": faults(told)}, status=status)


def faults(told: Iterable[Wrong]) -> list[dict[str, object]]:
    """Faults as JSON has them."""
    return [asdict(each) for each in told]
