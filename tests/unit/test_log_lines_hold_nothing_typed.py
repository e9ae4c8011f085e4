"""What people type must not be found in a log, not even when something breaks."""

import io
import json
import logging
from collections.abc import Iterator

import psycopg
import pytest
import structlog

from config import log_lines

TYPED = "Mother says he hit her again"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the handler of our configuration writes, as JSON lines."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = log_lines.log_settings(level="INFO", lines="json")["formatters"]["ours"]
    handler.setFormatter(formatter.pop("()")(**formatter))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def break_with(text: str) -> None:
    try:
        raise psycopg.errors.NotNullViolation(f"null value in row\nDETAIL: Failing row contains ({text})")
    except psycopg.Error as error:
        raise ValueError(text) from error


def test_an_exception_leaves_its_kind_and_place_but_not_its_words(lines: io.StringIO) -> None:
    try:
        break_with(TYPED)
    except ValueError:
        structlog.get_logger("openmash.contacts").exception("not recorded", contact="c1")
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/{TYPED}/")
        logging.getLogger("gunicorn.error").exception("Error handling request %s", f"/{TYPED}/")
    assert TYPED not in lines.getvalue()
    first, second, third = (json.loads(line) for line in lines.getvalue().splitlines())
    assert first["event"] == "not recorded"
    assert first["contact"] == "c1"
    assert first["exception"].startswith("ValueError at ")
    assert " < NotNullViolation(23502) at " in first["exception"]
    assert "break_with" in first["at"]
    assert second["event"] == "Internal Server Error: %s"
    assert third["event"] == "Error handling request %s"


def test_a_group_of_exceptions_names_each_of_them(lines: io.StringIO) -> None:
    try:
        raise ExceptionGroup("round", [KeyError(TYPED), OSError(TYPED)])
    except ExceptionGroup:
        structlog.get_logger("openmash.tasks").exception("round")
    assert TYPED not in lines.getvalue()
    assert "KeyError" in lines.getvalue()
    assert "OSError" in lines.getvalue()


def test_a_refused_page_leaves_no_address(lines: io.StringIO) -> None:
    logging.getLogger("django.security.csrf").warning("Forbidden (%s): %s", "no cookie", f"/{TYPED}/")
    assert TYPED not in lines.getvalue()
    assert "Forbidden" in lines.getvalue()
