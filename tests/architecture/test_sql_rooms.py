"""SQL stands in store.py, the chassis and migrations, in lower case and with parameters; nobody forgets a statement elsewhere."""

import ast
import re
from collections.abc import Iterator

import pytest
from sources import ROOT, Source, paths, production, python

ROOMS = re.compile(
    r"^services/[^/]+/src/[^/]+/([^/]+/)?store\.py$|^runtime/src/|^deploy/local/src/lienthong_local/(verify/|bench/|([^/]+/)?store\.py|databases\.py|postgres\.py)"
)
STATEMENT = re.compile(
    r"^\s*(select\s.+|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+.*\sas\s*\(|truncate\s+\w|"
    r"(create|alter|drop)\s+(table|index|role|database|schema|function)\s)", re.IGNORECASE | re.DOTALL)  # fmt: skip
KEYWORD = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP)\b")
REASON = "every statement of a service is read, indexed and reviewed in one room (design.md §9)"


def statements(source: Source) -> Iterator[tuple[int, str]]:
    for node in source.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            yield node.lineno, node.value


def test_sql_stands_in_its_rooms() -> None:
    wrong = [source.at(line) for source in production() if not ROOMS.match(source.path) for line, _ in statements(source)]
    assert not wrong, f"{wrong}: {REASON}"


def test_sql_is_written_in_lower_case() -> None:
    loud = [source.at(line) for source in production() for line, text in statements(source) if KEYWORD.match(text)]
    loud += [path for path in paths() if path.endswith(".sql") and any(KEYWORD.match(line) for line in lines(path))]
    assert not loud, f"{loud}: one way to write it, so that one search finds it"


def lines(path: str) -> list[str]:
    return (ROOT / path).read_text("utf-8").splitlines()


def values_put_in(source: Source) -> Iterator[str]:
    """Statements made by putting values into their text."""
    for node in source.nodes:
        first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else None
        if isinstance(first, ast.Constant) and STATEMENT.match(f"{first.value} x"):
            yield source.at(first.lineno)


def test_no_service_puts_values_into_a_statement() -> None:
    wrong = [place for source in python("services/") for place in values_put_in(source)]
    assert not wrong, f"{wrong}: a value goes as $1, or a citizen's text becomes SQL"


@pytest.mark.parametrize("text", ['q = "select a from b"', 'q = """\ninsert into t values ($1)"""', 'f("delete from t")'])
def test_a_statement_is_noticed(text: str) -> None:
    assert list(statements(Source("services/x/src/x/api.py", text)))


def test_a_sentence_is_not_a_statement() -> None:
    assert not list(statements(Source("x.py", 'a = "selected dossiers"\nb = "Update the row"\nc = "with care"')))


def test_a_value_put_into_a_statement_is_noticed() -> None:
    assert list(values_put_in(Source("x.py", 'q = f"select a from b where c = {d}"')))
