"""Imports go one way: services → runtime → contracts, services → calendar; no service knows another."""

from collections.abc import Iterator

import pytest
from sources import PACKAGES, Source, production

LIBRARIES = {"lienthong_contracts", "lienthong_calendar", "lienthong_runtime"}
OURS = LIBRARIES | set(PACKAGES) | {"lienthong_local"}
# The catalogue's local copy holds the published calendar, so the chassis reads the calendar library too.
ALLOWED = {
    "lienthong_contracts": {"lienthong_contracts"},
    "lienthong_calendar": {"lienthong_calendar"},
    "lienthong_runtime": {"lienthong_runtime", "lienthong_contracts", "lienthong_calendar"},
    "lienthong_local": OURS,
    **{package: LIBRARIES | {package} for package in PACKAGES},
}
REASON = "only events are shared between services; a direct import would make two of them one deployment (design.md §1)"


def wrong_imports(source: Source) -> Iterator[str]:
    package = source.path.partition("/src/")[2].partition("/")[0]
    for line, name in source.imports():
        if (root := name.partition(".")[0]) in OURS - ALLOWED[package]:
            yield f"{source.at(line)} imports {root}"


def test_imports_go_one_way() -> None:
    wrong = [fault for source in production() for fault in wrong_imports(source)]
    assert not wrong, f"{wrong}: {REASON}"


def test_the_contracts_need_nothing_but_pydantic() -> None:
    for source in production():
        if source.path.startswith("contracts/"):
            roots = {name.partition(".")[0] for _, name in source.imports()}
            assert not roots & {"fastapi", "asyncpg", "aiokafka", "faststream", "httpx2", "msgspec"}, source.path


@pytest.mark.parametrize("place, text", [
    ("services/routing/src/routing/api.py", "from intake.store import contacts"),
    ("runtime/src/lienthong_runtime/run.py", "import sla_monitor.app"),
    ("contracts/src/lienthong_contracts/event.py", "from lienthong_runtime import Row"),
    ("calendar/src/lienthong_calendar/due.py", "import lienthong_contracts"),
    ("services/portal/src/portal/live.py", "def late():\n    from lienthong_local import up"),
])  # fmt: skip
def test_a_wrong_import_is_noticed(place: str, text: str) -> None:
    assert list(wrong_imports(Source(place, text)))
