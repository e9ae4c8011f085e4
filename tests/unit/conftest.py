"""Rules say what they mean by a day: none leans on the zone of the machine that it happens to run on."""

import os
import time
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="package")
def a_machine_elsewhere(django_test_environment: None) -> Iterator[None]:
    """The process is not in the United Kingdom's zone, where Django puts it."""
    before = os.environ.get("TZ")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    assert os.environ.get("TZ") == before
    time.tzset()
