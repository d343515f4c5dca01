import json
import os
import signal
import sys
from pathlib import Path

import pytest
from lienthong_local import show, stack_file
from lienthong_local.cli import build
from lienthong_local.failure import StackError, until
from lienthong_local.home import GIB, Home
from lienthong_local.outbox import EMPTY
from lienthong_local.secret import Secrets
from lienthong_local.services import Plan
from lienthong_local.stack import Stack
from typer.testing import CliRunner

FAKE = Path(__file__).with_name("fake_service.py")


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path, Home.at().cache)


def plan(prefix):
    return Plan(prefix, prefix, argv=lambda _service: [sys.executable, str(FAKE)])


def given(infra):
    """An environment that names Kafka and PostgreSQL, so that the stack starts neither."""
    return {"KAFKA_BOOTSTRAP_SERVERS": infra.bootstrap_servers, "POSTGRES_DSN": infra.postgres_dsn}


def lienthong(home, *arguments):
    return CliRunner().invoke(build(), arguments, env={"LIENTHONG_HOME": str(home.path)}, catch_exceptions=False)


async def test_a_stack_uses_what_the_environment_names_and_says_what_runs(infra, home, prefix):
    async with Stack(home, plan(prefix), environ=given(infra)) as stack:
        assert (stack.infra.kafka, stack.infra.postgres) == (None, None)
        shown = json.loads(lienthong(home, "ps", "--json").stdout)
        assert {row["state"] for row in shown["processes"]} == {"ready"}
        assert [row["name"] for row in shown["processes"]][:2] == ["sinks", "intake-0"]
        assert all(row["rss"] > 0 and row["port"] and row["pid"] for row in shown["processes"])
        assert f"export POSTGRES_DSN='{infra.postgres_dsn}'" in lienthong(home, "env").stdout
        assert json.loads(lienthong(home, "outbox", "--json").stdout)["messages"] == []
        assert "portal-0" in lienthong(home, "ps").stdout
    assert stack_file.running(home) is None


async def test_a_second_stack_in_the_same_home_is_refused(infra, home, prefix):
    async with Stack(home, plan(prefix), environ=given(infra)):
        with pytest.raises(StackError, match="the stack is running already"):
            async with Stack(home, plan(prefix), environ=given(infra)):
                pass
        assert "running already" in lienthong(home, "up").stdout


async def test_the_sinks_are_started_anew_when_they_die_unasked(infra, home, prefix):
    async with Stack(home, plan(prefix), environ=given(infra)) as stack:
        child = stack.infra.sinks.child
        first = child.pid
        os.kill(first, signal.SIGKILL)

        async def another():
            return child.running and child.pid != first

        await until(another, 20, "the sinks")


async def test_what_fails_while_starting_leaves_nothing_behind(infra, home, prefix):
    stack = Stack(home, Plan(prefix, prefix, argv=lambda _service: ["/no/such/program"]), environ=given(infra))
    with pytest.raises(StackError, match=r"ends whenever|cannot be started"):
        async with stack:
            pass
    assert not stack.infra.sinks.child.running
    assert stack_file.running(home) is None


def test_a_full_disk_is_said_before_anything_starts(home):
    with pytest.raises(StackError, match=r"GiB free at .*: free some space"):
        home.prepare(need_bytes=10**9 * GIB)


def test_verbs_that_need_a_stack_say_how_to_start_one(home):
    assert lienthong(home, "ps").stdout == "no stack is running: start one by `lienthong up`\n"
    assert lienthong(home, "down").stdout == "no stack is running\n"
    with pytest.raises(StackError, match="start one by `lienthong up`"):
        lienthong(home, "env")


def test_every_verb_shows_an_example(home):
    for verb in ("up", "down", "ps", "env", "logs", "outbox"):
        assert f"lienthong {verb}" in lienthong(home, verb, "--help").stdout, verb


def test_the_last_lines_of_a_log_are_printed_with_its_name(home):
    home.logs.mkdir()
    (home.logs / "intake-0.log").write_text("one\ntwo\nthree\n")
    assert lienthong(home, "logs", "intake", "-n", "2").stdout == "intake-0  two\nintake-0  three\n"
    with pytest.raises(StackError, match="there is: intake-0"):
        lienthong(home, "logs", "nobody")


def test_the_outbox_tells_its_moments_by_viet_nam_s_clock(home):
    home.outbox.parent.mkdir()
    message = {"at": "2026-11-27T18:05:09.123456+00:00", "kind": "sms", "to": "84912345678", "text": "Da nhan"}
    home.outbox.write_text(json.dumps(EMPTY | message))
    shown = lienthong(home, "outbox").stdout
    assert "01:05:09 28/11/2026" in shown and "Da nhan" in shown


def test_variables_are_named_after_the_services_and_another_instance_seals_and_hashes_alike(tmp_path):
    facts = {
        key: "x"
        for key in ("bootstrap_servers", "postgres_dsn", "smtp", "smpp", "sink_url", "topic_prefix", "service_token")
    }
    found = show.exported({**facts, "home": str(tmp_path), "urls": {"sla-monitor": "u"}, "dsns": {"sla-monitor": "d"}})
    assert (found["LIENTHONG_SLA_MONITOR_URL"], found["LIENTHONG_SLA_MONITOR_DSN"]) == ("u", "d")
    secret = Secrets(tmp_path / "secrets.json").get
    assert (found["LIENTHONG_SEAL_KEY"], found["LIENTHONG_WISH_KEY"]) == (secret("seal"), secret("wish"))
