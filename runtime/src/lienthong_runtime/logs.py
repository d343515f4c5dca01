"""Log lines: an event's name, ids and counts as JSON; never a body, a name, a local variable or what a fault quotes."""

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog

_LONGEST = 300  # characters of a line that some library writes
type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(service: str) -> None:
    """Send log lines to standard error, as JSON, with the service's name; called once, by run."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    sys.excepthook = lambda kind, fault, trace: print(told((kind, fault, trace)), file=sys.stderr)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(Wordless(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    structlog.contextvars.bind_contextvars(service=service)


class Wordless(structlog.tracebacks.ExceptionDictTransformer):
    """Traces with types and places alone: a validation error quotes a person's words, a driver's a row's values."""

    def __call__(self, exc_info: Any) -> list[dict[str, Any]]:
        """The trace, and of a database's error its code and constraint."""
        told = [_without_words(trace) for trace in super().__call__(exc_info)]
        known = {name: getattr(exc_info[1], name, None) for name in ("sqlstate", "constraint_name")}
        return [{**told[0], **{name: said for name, said in known.items() if said}}, *told[1:]] if told else told


def _without_words(trace: dict[str, Any]) -> dict[str, Any]:
    inner = [[_without_words(one) for one in several] for several in trace.get("exceptions", ())]
    return {**trace, "exc_value": "", "exc_notes": [], "exceptions": inner}


class Plain(logging.Formatter):
    """Libraries' lines: the first alone, and traces without words. asyncio's second line is a task with its fault's repr."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        first = record.getMessage().partition("\n")[0][:_LONGEST]
        plain = logging.LogRecord(record.name, record.levelno, record.pathname, record.lineno, first, (), record.exc_info)
        return super().format(plain)

    def formatException(self, ei: Any) -> str:
        """The trace."""
        return told(ei)


def told(exc_info: ExcInfo) -> str:
    """A trace as text, the cause last; only faults that are this project's own, or the system's, speak."""
    lines = traceback.format_tb(exc_info[2])
    return "".join(lines) + "\n".join(_words(fault) for fault in _chain(exc_info[1]))


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__


def _words(fault: BaseException) -> str:
    kind = type(fault)
    # A KeyError's words are a key, a ValueError's the value; a group's are its own, and its members' types are worth more.
    if isinstance(fault, BaseExceptionGroup):
        return f"{kind.__qualname__}: {', '.join(_words(one) for one in fault.exceptions)}"
    return f"{kind.__module__}.{kind.__qualname__}" + (f": {fault}"[:_LONGEST] if _speaks(fault) else "")


def _speaks(fault: BaseException) -> bool:
    return isinstance(fault, OSError) or getattr(type(fault), "safe_to_say", False)


log = structlog.get_logger()
