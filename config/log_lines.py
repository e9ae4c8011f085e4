"""Log lines that help an operator and hold nothing that anybody typed.

An exception's message may quote a form, or the row a database refused. So a line names the exception, where it came
from and, for the database, its code; never its message and never what was sent.
"""

import logging
import logging.config
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger


def log_settings(*, level: str, lines: str) -> dict[str, Any]:
    """The logging configuration.

    Arguments: level, the least serious that is shown; lines, `text` for people or `json` for a log collector.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": structlog.stdlib.ProcessorFormatter, **_formatter(lines)}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # A refused or missing page is everyday, and its line would hold the path.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
            "procrastinate": {"level": "WARNING"},
        },
    }


def configure(settings: dict[str, Any]) -> None:
    """Set up the standard library's logging and structlog, so that both write the same lines."""
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[*_first(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _first() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter(lines: str) -> dict[str, Any]:
    last: Processor = structlog.processors.JSONRenderer()
    if lines == "text":
        last = structlog.processors.LogfmtRenderer(
            key_order=["timestamp", "level", "logger", "event"], bool_as_flag=False
        )
    return {
        "foreign_pre_chain": _first(),
        "processors": [
            only_where_it_failed,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            last,
        ],
    }


def only_where_it_failed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put an exception's kind and place where its text would be, and take addresses out of others' lines."""
    failed = event.pop("exc_info", None)
    record: logging.LogRecord = event["_record"]
    if not event["_from_structlog"] and (failed or record.name.startswith("django.")):
        event["event"] = str(record.msg)  # without its arguments: the page's address, which may hold a code
    if failed is True:
        failed = sys.exc_info()
    if isinstance(failed, tuple):
        failed = failed[1]
    if isinstance(failed, BaseException):
        event["exception"] = " < ".join(_kinds(failed))
        event["at"] = _places(failed, 12)
    return event


def _kinds(error: BaseException | None) -> Iterator[str]:
    """The exception and what caused it, each once: kind, the database's code, our own notes, where."""
    said = set()
    while error is not None:
        if (words := _kind(error)) not in said:
            said.add(words)
            yield words
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _kinds(one)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    code = getattr(error, "sqlstate", None) or (isinstance(error, ImportError) and error.name)
    notes = "".join(f" {note}" for note in getattr(error, "__notes__", []))
    return f"{type(error).__name__}{f'({code})' if code else ''}{notes} at {_places(error, 1)}"


def _places(error: BaseException, deepest: int) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-deepest:]
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
