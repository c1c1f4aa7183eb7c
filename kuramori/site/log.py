"""Logs: one JSON object a line, event name and fields. Never file names, answers or free text."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_log(*, debug: bool) -> None:
    """Send our own events and those of the libraries to stderr as JSON."""
    shared = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(ensure_ascii=False), foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if debug else logging.WARNING)
    # A refused page or a missing one is everyday life, and its address may name a thing.
    logging.getLogger("django.request").setLevel(logging.ERROR)
