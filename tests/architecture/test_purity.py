"""Decisions and domain rules are pure: the same facts at the same business time lead to the same decision."""

import ast
import re
from collections.abc import Iterator

import pytest
from sources import Source, python

PURE = re.compile(
    r"^services/[^/]+/src/[^/]+/(decisions|acts|facts|timers|hand_over|rules|telling|telling_staff|outcomes|sending_due|calls)\.py$|^services/[^/]+/src/[^/]+/domain/|^calendar/src/"
)
OUTSIDE = {
    "asyncio",
    "asyncpg",
    "aiokafka",
    "httpx2",
    "time",
    "random",
    "secrets",
    "logging",
    "structlog",
    "socket",
    "os",
    "subprocess",
    "threading",
    "faststream",
    "lienthong_runtime.logs",
    "lienthong_runtime.clock",
}
DRAWN = {"uuid1", "uuid4", "uuid6", "uuid7"}
CLOCKS = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time|perf_counter|monotonic)$")
# A domain rule may name the chassis' plain values: what was wrong, and the catalogue's copy in memory.
WORDS = {"Fault", "Refused", "Unprocessable", "Catalogue", "CatalogueBehind"}
DOMAIN_MAY = {"msgspec", "phonenumbers", "lienthong_contracts", "lienthong_calendar"}
REASON = (
    "a decision reads business time from context.now and gets its ids from what it decides upon (uuid5): "
    "else a replay ends otherwise than life, and a test needs a clock (design.md §3)"
)


def impurities(source: Source) -> Iterator[str]:
    for line, name in source.imports():
        if name.partition(".")[0] in OUTSIDE or name.rpartition(".")[0] in OUTSIDE:
            yield f"{source.at(line)} imports {name}"
    for call, name in source.calls():
        if CLOCKS.search(name):
            yield f"{source.at(call.lineno)} reads a clock: {name}()"
        if name.rpartition(".")[2] in DRAWN:
            yield f"{source.at(call.lineno)} draws an id: {name}()"
    awaiting = [node for node in source.nodes if isinstance(node, ast.AsyncFunctionDef | ast.Await)]
    yield from (f"{source.at(node.lineno)} awaits" for node in awaiting)


def strangers(source: Source) -> Iterator[str]:
    """What a domain rule imports beyond the standard library, contracts and calendar."""
    own = source.path.split("/")[3]
    for line, name in source.imports():
        root, word = name.partition(".")[0], name.rpartition(".")[2]
        plain_value = root == "lienthong_runtime" and word in WORDS
        if root not in DOMAIN_MAY | STANDARD | {own} and not plain_value:
            yield f"{source.at(line)} imports {name}"


STANDARD = {
    "collections",
    "datetime",
    "typing",
    "re",
    "hashlib",
    "uuid",
    "unicodedata",
    "math",
    "enum",
    "dataclasses",
    "itertools",
    "functools",
    "bisect",
    "zoneinfo",
    "decimal",
    "string",
}


def test_decisions_and_domain_rules_are_pure() -> None:
    pure = [source for source in python("services/", "calendar/src/") if PURE.match(source.path)]
    assert len(pure) > 20
    wrong = [fault for source in pure for fault in impurities(source)]
    assert not wrong, f"{wrong}: {REASON}"


def test_domain_rules_stand_on_the_standard_library_contracts_and_calendar() -> None:
    wrong = [fault for source in python("services/") if "/domain/" in source.path for fault in strangers(source)]
    assert not wrong, f"{wrong}: a rule of the law must be readable and testable without the chassis (design.md §1)"


@pytest.mark.parametrize(
    "text",
    [
        "import asyncio",
        "from time import sleep",
        "import random",
        "from structlog import get_logger",
        "now = datetime.now(UTC)",
        "day = dt.date.today()",
        "key = uuids.uuid7()",
        "async def decide(): ...",
        "from lienthong_runtime.logs import log",
    ],
)
def test_an_impurity_is_noticed(text: str) -> None:
    assert list(impurities(Source("services/x/src/x/decisions.py", text)))


@pytest.mark.parametrize("text", ["import fastapi", "from lienthong_runtime import Parts", "import yaml", "from portal.store import f"])
def test_a_stranger_in_the_domain_is_noticed(text: str) -> None:
    assert list(strangers(Source("services/x/src/x/domain/rule.py", text)))
