"""Files and functions stay small enough to be read at once; each that doesn't has been looked at again, and says why."""

import ast
from collections.abc import Iterator

import pytest
from sources import Source, production

FILE, FUNCTION = 200, 30
# Looked at again (design.md §9): how long it may get, and why it is better whole.
LONG = {
    "contracts/src/lienthong_contracts/catalogue.py": (240, "one class a kind: a list of facts, with no logic to get lost in"),
    "contracts/src/lienthong_contracts/intake.py": (240, "one class a kind: a list of facts, with no logic to get lost in"),
    "services/portal/src/portal/web/shell_words.py": (320, "a table of words in two languages"),
}


def own_lines(function: ast.AST) -> int:
    """A function's lines without those of the functions inside it, which are counted by themselves."""
    inner = [n for n in ast.walk(function) if n is not function and isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return length(function) - sum(length(node) for node in inner)


def length(node: ast.AST) -> int:
    return (node.end_lineno or 0) - node.lineno + 1  # type: ignore[attr-defined,no-any-return]


def long_functions(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (lines := own_lines(node)) > FUNCTION:
            yield f"{source.at(node.lineno)} {node.name} has {lines} lines"


def lines_of(source: Source) -> int:
    return source.text.count("\n")


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    limits = {s: LONG.get(s.path, (FILE, ""))[0] for s in production()}
    long = [f"{s.path} has {lines_of(s)} lines" for s, limit in limits.items() if lines_of(s) > limit]
    assert not long, f"{long}: over {FILE} look again: what does it know besides? (design.md §9)"


def test_no_function_is_too_long_to_be_read_at_once() -> None:
    long = [fault for source in production() for fault in long_functions(source)]
    assert not long, f"{long}: over {FUNCTION} lines look again (design.md §9)"


@pytest.mark.parametrize("path", LONG)
def test_what_has_become_short_again_needs_no_excuse(path: str) -> None:
    (source,) = (source for source in production() if source.path == path)
    assert lines_of(source) > FILE, f"{path} is short now: take it out of the table"


def test_a_long_function_is_noticed_and_its_inner_functions_are_counted_apart() -> None:
    body, inner = "    x = 1\n" * FUNCTION, "    def g():\n" + "        y = 1\n" * 20
    assert list(long_functions(Source("x.py", "def f():\n" + body)))
    assert not list(long_functions(Source("x.py", "def f():\n" + inner * 3)))
