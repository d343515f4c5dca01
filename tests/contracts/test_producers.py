"""Each kind is produced by exactly one service: nobody else so much as constructs it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from lienthong_contracts import KINDS

ROOT = Path(__file__).parents[2]
HOMES = {name: ROOT / f"services/{name}/src" for name in ("intake", "routing", "sla-monitor", "notifier", "portal")}
HOMES |= {"any": ROOT / "runtime/src", "replay": ROOT / "deploy/local/src"}


def constructed(text: str) -> Iterator[str]:
    """The kinds that a module makes, by their class or by reading data into it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            made = node.func
            if isinstance(made, ast.Attribute) and made.attr in ("model_validate", "model_construct"):
                made = made.value
            name = made.id if isinstance(made, ast.Name) else made.attr if isinstance(made, ast.Attribute) else ""
            if name in KINDS:
                yield name


def kinds_made_in(folder: Path) -> dict[str, str]:
    return {kind: path.name for path in sorted(folder.rglob("*.py")) for kind in constructed(path.read_text("utf-8"))}


@pytest.mark.parametrize("home", HOMES)
def test_a_service_reports_only_its_own_kinds(home: str) -> None:
    strange = {kind: place for kind, place in kinds_made_in(HOMES[home]).items() if KINDS[kind].producer != home}
    assert not strange, f"{home} makes {strange}: a kind has one producer, or its numbers would have two counters"


@pytest.mark.parametrize("home", [home for home in HOMES if home != "portal"])
def test_every_kind_is_reported_by_its_producer(home: str) -> None:
    promised = {name for name, kind in KINDS.items() if kind.producer == home}
    # The catalogue's kinds are made from the folders of their files.
    named = {name for name in promised if name in catalogue_folders()}
    assert promised - named - set(kinds_made_in(HOMES[home])) == set(), "promised in the contracts and never told"


def catalogue_folders() -> str:
    return (HOMES["intake"] / "intake/catalogue.py").read_text("utf-8").partition("FOLDERS")[2].partition("}")[0]


def test_the_portal_reports_nothing() -> None:
    assert kinds_made_in(HOMES["portal"]) == {}


@pytest.mark.parametrize("text", ["FeePaid(at=now)", "c.FeePaid(at=now)", "FeePaid.model_validate(raw)", "[FeePaid(**f)]"])
def test_a_kind_is_noticed_however_it_is_made(text: str) -> None:
    assert list(constructed(text)) == ["FeePaid"]


def test_a_kind_that_is_only_named_is_not_made() -> None:
    assert list(constructed("ON_EVENT = {FeePaid: take}\nisinstance(e, FeePaid)\ndef f(e: FeePaid): ...")) == []
