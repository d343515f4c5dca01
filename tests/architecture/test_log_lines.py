"""A log line is an event's name, ids and counts: never a body, never a person."""

import ast
import re
from collections.abc import Iterator

import pytest
from sources import Source, production

LOGGED = re.compile(r"(^|\.)log(ger)?\.(debug|info|warning|error|critical|exception)$")
NAME = re.compile(r"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$")
BODIES = {
    "body", "payload", "value", "values", "headers", "record", "letter", "letters", "state", "event", "command", "data",
    "request", "name", "phone", "email", "address", "contact", "applicant", "text", "subject", "to", "input", "detail",
    "error", "errors",
}  # fmt: skip
ITS_TEXT = {"str", "repr", "format"}


def loose_lines(source: Source) -> Iterator[str]:
    for call, name in source.calls():
        if LOGGED.search(name):
            yield from (f"{source.at(call.lineno)} {fault}" for fault in faults(call))


def faults(call: ast.Call) -> Iterator[str]:
    if not call.args or not all(NAME.match(name) for name in names(call.args[0])):
        yield "isn't named subject.participle by a constant"
    yield from (f"logs {keyword.arg}" for keyword in call.keywords if keyword.arg is None or keyword.arg in BODIES)
    # A validation error quotes its input, and the input is a person's.
    said = [n for keyword in call.keywords if keyword.arg != "dossier_id" for n in ast.walk(keyword.value)]
    yield from (f"logs {ast.unparse(n)}" for n in said if isinstance(n, ast.JoinedStr) or is_text_of(n))


def names(node: ast.AST) -> list[str]:
    """The names that a line may have: a constant, or one of two."""
    if isinstance(node, ast.IfExp):
        return names(node.body) + names(node.orelse)
    return [str(node.value) if isinstance(node, ast.Constant) else ""]


def is_text_of(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ITS_TEXT


def test_a_log_line_carries_ids_and_counts_only() -> None:
    wrong = [fault for source in production() for fault in loose_lines(source)]
    assert not wrong, f"{wrong}: logs are read by more people than dossiers are (design.md §6, §9)"


def test_log_lines_never_show_local_variables() -> None:
    (configuration,) = (s for s in production() if s.path == "runtime/src/lienthong_runtime/logs.py")
    assert "show_locals=True" not in configuration.text
    assert "show_locals=False" in configuration.text, "structlog's tracebacks show locals, and locals are bodies"


def test_nobody_prints_in_a_service() -> None:
    wrong = [source.at(call.lineno) for source in production() if source.path.startswith("services/")
             for call, name in source.calls() if name == "print"]  # fmt: skip
    assert not wrong, f"{wrong}: a print is a log line without a name"


@pytest.mark.parametrize("line", [
    'log.info(f"parked {dossier_id}")', 'log.info("Event parked")', 'log.error("event.parked", body=raw)',
    'log.error("event.parked", fault=str(fault))', 'log.warning("message.sent", phone=contact.phone)',
    'self.logger.info("message.sent", note=f"to {phone}")', 'log.info("event.parked", **record)', 'log.info(name)',
])  # fmt: skip
def test_a_loose_log_line_is_noticed(line: str) -> None:
    assert list(loose_lines(Source("x.py", line)))


def test_a_plain_log_line_is_fine() -> None:
    plain = 'log.error("event.parked", dossier_id=str(i), reason=type(f).__name__, count=len(n), exc_info=f)'
    assert not list(loose_lines(Source("x.py", plain)))
