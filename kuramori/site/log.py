"""Logs: one JSON object a line, event name and fields. Never file names, answers or free text.

An exception's message may hold what must not be in a log (a value, a file name), so only its class and the places
of the code are written. The secret part of a link is cut out of addresses.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET_PART = re.compile(r"/(welcome|join|link)/[^/\s]+")
FRAMES = 12


def configure_log(*, debug: bool) -> None:
    """Send our own events and those of the libraries to stderr as JSON."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_secrets,
        places_only,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if debug else logging.WARNING)
    # A refused page or a missing one is everyday life, and its address may name a thing.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cut the secret of a one-time link out of whatever address an event names."""
    return {
        key: SECRET_PART.sub(r"/\1/…", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def places_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception as its class and the last places of the code, without its message and without values."""
    error = _error_in(event.pop("exc_info", None))
    if error is None:
        return event
    kind, trace = error
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return {
        **event,
        "error": kind.__name__,
        "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _error_in(found: Any) -> tuple[type[BaseException], TracebackType | None] | None:
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        return type(found), found.__traceback__
    if isinstance(found, tuple) and found[0] is not None:
        return found[0], found[2]
    return None
