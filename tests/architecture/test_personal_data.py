"""Personal data stands with intake and nowhere else."""

import ast
import re
from collections.abc import Iterator

import pytest
from sources import ROOT, Source, paths, python

PERSONAL = r"(full_?name|name|phone|mobile|e?mail|address|birth\w*|dob|gender|cccd|cmnd|passport\w*|citizen\w*|id_number|contact\w*)"
COLUMN = re.compile(rf"^\s*(add column )?{PERSONAL} (text|varchar|char|jsonb?|date|bytea|citext)\b", re.MULTILINE | re.IGNORECASE)
NAMES_OF_THINGS = {"Clock.name"}
FIELD = re.compile(rf"^{PERSONAL}$")
HOME = "services/intake/migrations/"
REASON = "one place to protect, to purge and to answer a citizen's question from (design.md §6)"


def personal_fields(source: Source) -> Iterator[str]:
    """The fields of classes whose instances are stored or decided upon."""
    for node in source.nodes:
        if isinstance(node, ast.ClassDef):
            names = [n.target.id for n in node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
            found = [f"{node.name}.{name}" for name in names if FIELD.match(name)]
            yield from (f"{source.at(node.lineno)} {field}" for field in found if field not in NAMES_OF_THINGS)


def test_only_intakes_tables_have_columns_for_personal_data() -> None:
    text = {path: (ROOT / path).read_text("utf-8") for path in paths() if path.endswith(".sql")}
    wrong = [path for path, sql in text.items() if COLUMN.search(sql) and not path.startswith(HOME)]
    assert not wrong, f"{wrong}: {REASON}"


def test_intake_keeps_citizens_in_one_table_and_its_staff_in_another() -> None:
    found = {path.removeprefix(HOME) for path in paths() if path.startswith(HOME) and COLUMN.search((ROOT / path).read_text("utf-8"))}
    assert found == {"0102_create_contact.sql", "0111_create_staff.sql"}, REASON  # the former is sealed since 0104


def test_no_state_of_a_dossier_holds_personal_data() -> None:
    wrong = [
        fault for source in python("services/") if "/src/" in source.path and "/domain/" in source.path for fault in personal_fields(source)
    ]
    assert not wrong, f"{wrong}: a state is stored, shown and copied; {REASON}"


@pytest.mark.parametrize(
    "sql", ["    phone text not null,", "alter table x\n add column email citext;", "  name text,", " birth_date date"]
)
def test_a_column_for_personal_data_is_noticed(sql: str) -> None:
    assert COLUMN.search(sql)


@pytest.mark.parametrize("sql", ["    header_names text[] not null,", "    code text unique,", "    seen jsonb not null,"])
def test_other_columns_are_fine(sql: str) -> None:
    assert not COLUMN.search(sql)


def test_a_field_for_personal_data_is_noticed() -> None:
    assert list(personal_fields(Source("x.py", "class Dossier(Struct):\n    phone: str")))
