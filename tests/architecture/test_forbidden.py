"""What this house does not do: patch, sleep, swallow every failure, read the environment in passing."""

import ast
import re
from collections.abc import Iterator

import pytest
from sources import ROOT, Source, dotted, paths, production, python

EVERY_FAILURE = {"Exception", "BaseException"}
# jgo raises whatever requests, the file system or its own code does: there it is told in one sentence, and ends the command.
BOUNDARIES = {"deploy/local/src/lienthong_local/kafka_jars.py"}
# Where a day is one already: the calendar makes its instants local first, and typer reads an option's day as a naive datetime.
OWN_DAYS = ("calendar/", *(f"deploy/local/src/lienthong_local/{verb}/verb.py" for verb in ("route", "succeed", "year")))


def patches(source: Source) -> Iterator[str]:
    yield from (source.at(line) for line, name in source.imports() if re.match(r"unittest\.mock|mock(\.|$)|pytest_mock", name))
    yield from (source.at(call.lineno) for call, name in source.calls()
                if re.search(r"(monkeypatch|mp)\.(setattr|setitem|delattr)$|^(mocker|mock)\.|\.patch\.object$", name))  # fmt: skip


def sleeps(source: Source) -> Iterator[str]:
    from_time = any(name == "time.sleep" for _, name in source.imports())
    for call, name in source.calls():
        if name == "time.sleep" or (from_time and name == "sleep"):
            yield source.at(call.lineno)


def swallows(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or dotted(kind) in EVERY_FAILURE for kind in kinds):
                yield source.at(node.lineno)


def other_loops(source: Source) -> Iterator[str]:
    return (source.at(line) for line, name in source.imports() if name.partition(".")[0] == "uvloop")


def days_elsewhere(source: Source) -> Iterator[str]:
    bare = ((call, name) for call, name in source.calls() if not (call.args or call.keywords))
    yield from (source.at(call.lineno) for call, name in bare if re.search(r"(^|\.)(date|today|astimezone)$", name))


def settings_made(source: Source) -> Iterator[str]:
    return (source.at(call.lineno) for call, name in source.calls() if re.search(r"(^|\.)\w*Settings$", name))


def environment_read(source: Source) -> Iterator[str]:
    reads = re.compile(r"^os\.(environ|getenv)")
    return (source.at(n.lineno) for n in source.nodes if isinstance(n, ast.Attribute) and reads.match(dotted(n)))


def test_nothing_is_patched() -> None:
    wrong = [place for source in python() for place in patches(source)]
    assert not wrong, f"{wrong}: hand a fake over to the composition root; a patch tests the patch (design.md §9)"


def test_nobody_sleeps_in_a_thread() -> None:
    wrong = [place for source in python() for place in sleeps(source)]
    assert not wrong, f"{wrong}: time.sleep stops the whole event loop; wait for the fact instead"


def test_only_the_chassis_catches_every_failure() -> None:
    elsewhere = [s for s in production() if not s.path.startswith("runtime/") and s.path not in BOUNDARIES]
    wrong = [place for source in elsewhere for place in swallows(source)]
    assert not wrong, f"{wrong}: a bug must reach the chassis, which reads the batch again and shows it (design.md §3)"


def test_everybody_runs_on_asyncio_s_own_loop() -> None:
    wrong = [place for source in python() for place in other_loops(source)]
    assert not wrong, f"{wrong}: on uvloop a cut connection stops an aiokafka consumer for ever (runtime's run.py says how)"


def test_an_instant_s_day_is_viet_nam_s() -> None:
    made_elsewhere = [s for s in production() if not s.path.startswith(OWN_DAYS)]
    wrong = [place for source in made_elsewhere for place in days_elsewhere(source)]
    wrong += [path for path in paths() if path.endswith(".html") and ".date()" in (ROOT / path).read_text("utf-8")]
    assert not wrong, f"{wrong}: until 07:00 the day of an instant in UTC is yesterday; use lienthong_calendar's day_of"


def test_settings_are_constructed_in_main_only() -> None:
    wrong = [place for s in production() if not s.path.endswith("__main__.py") for place in settings_made(s)]
    assert not wrong, f"{wrong}: settings read the environment; whoever constructs them on the way can't be tested"


def test_services_read_the_environment_through_their_settings() -> None:
    wrong = [place for source in python("services/", "runtime/src/", "contracts/src/", "calendar/src/")
             if "/src/" in source.path for place in environment_read(source)]  # fmt: skip
    assert not wrong, f"{wrong}: all that is read from the environment stands in settings.py (design.md §1)"


PLANTED = [
    (patches, "from unittest.mock import patch"), (patches, "monkeypatch.setattr(a, 'b', c)"), (patches, "import mock"),
    (sleeps, "import time\ntime.sleep(1)"), (sleeps, "from time import sleep\nsleep(1)"),
    (swallows, "try: f()\nexcept Exception: pass"), (swallows, "try: f()\nexcept: pass"),
    (swallows, "try: f()\nexcept (OSError, BaseException): pass"),
    (settings_made, "settings = Settings()"), (settings_made, "s = runtime.RuntimeSettings(http_port=1)"),
    (environment_read, "import os\ndsn = os.environ['DSN']"), (environment_read, "import os\ndsn = os.getenv('DSN')"),
    (days_elsewhere, "day = clock.now().date()"), (days_elsewhere, "at = now.astimezone()"), (days_elsewhere, "day = date.today()"),
    (other_loops, "import uvloop"), (other_loops, "from uvloop import run"),
]  # fmt: skip


@pytest.mark.parametrize("rule, text", PLANTED)
def test_what_is_forbidden_is_noticed(rule, text: str) -> None:  # type: ignore[no-untyped-def]
    assert list(rule(Source("services/x/src/x/y.py", text)))


def test_what_is_allowed_is_not() -> None:
    fine = Source("x.py", "monkeypatch.setenv('A', 'b')\nawait asyncio.sleep(0)\ntry: f()\nexcept OSError: pass\nS.model_construct()\n"
                  "day_of(now)\nnow.astimezone(UTC)")  # fmt: skip
    assert not [place for rule in (patches, sleeps, swallows, settings_made, other_loops, days_elsewhere) for place in rule(fine)]
