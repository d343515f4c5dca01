"""Every service has the same rooms, so that a reader who knows one knows all; and names that say nothing are not used."""

import re

import pytest
from sources import PACKAGES, SERVICES, paths, production, python

ROOMS = ("__main__.py", "app.py", "settings.py", "decisions.py", "store.py", "domain/__init__.py")
NOTHING_SAID = re.compile(r"(^|_)(utils?|helpers?|commons?|managers?|base|impl|misc|stuff)$")


@pytest.mark.parametrize("package, service", PACKAGES.items())
@pytest.mark.parametrize("room", ROOMS)
def test_every_service_has_the_same_rooms(package: str, service: str, room: str) -> None:
    assert f"services/{service}/src/{package}/{room}" in paths(), f"{service} lacks {room}: a reader looks for it there"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_brings_its_migrations(service: str) -> None:
    own = [path.rpartition("/")[2] for path in paths() if path.startswith(f"services/{service}/migrations/")]
    assert own
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.sql", name) for name in own), f"{own}: a number, and what it creates"
    assert len({name[:4] for name in own}) == len(own), f"{own}: two with one number have no order"


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_behaviour_stands_on_one_screen(service: str) -> None:
    (decisions,) = (s for s in python(f"services/{service}/src/") if s.path.endswith("/decisions.py"))
    assert re.search(r"^ON_EVENT\b", decisions.text, re.MULTILINE), f"{decisions.path}: its table ON_EVENT is missing"
    assert decisions.text.rindex("ON_EVENT") > decisions.text.rfind("\ndef "), "the tables stand at the foot"


def test_no_module_has_a_name_that_says_nothing() -> None:
    rooms = {part for path in paths() if path.endswith(".py") for part in path.removesuffix(".py").split("/")}
    assert not (found := [name for name in rooms if NOTHING_SAID.search(name)]), f"{found}: say what it knows (design.md §7)"


def test_no_class_has_a_name_that_says_nothing() -> None:
    empty = re.compile(r"^ *class \w*(Utils?|Helper|Manager|Base|Impl)\b", re.MULTILINE)
    assert not (found := [s.path for s in production() if empty.search(s.text)]), f"{found}: say what it knows (design.md §7)"


@pytest.mark.parametrize("name", ["utils", "date_helpers", "common", "queue_manager", "base", "store_impl"])
def test_a_name_that_says_nothing_is_noticed(name: str) -> None:
    assert NOTHING_SAID.search(name)


def test_every_module_says_what_it_knows() -> None:
    silent = [s.path for s in production() if s.text.strip() and not s.path.endswith("__main__.py") and not s.text.startswith('"""')]
    silent = [path for path in silent if not path.endswith("__init__.py")]
    assert not silent, f"{silent}: a module's docstring is one sentence saying what it knows (design.md §9)"
