"""What is tried with some every day, and with everybody at night (`make test-long`)."""

from collections.abc import Iterator
from typing import Any

import pytest


def at_night(*values: Any) -> Iterator[Any]:
    """Further values of ``parametrize``, or ``params`` of a fixture, that only `make test-long` tries."""
    return (pytest.param(each, marks=pytest.mark.long) for each in values)
