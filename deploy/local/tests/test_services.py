import asyncio
import json
import sys
from pathlib import Path

import pytest
from lienthong_local.databases import drop_databases
from lienthong_local.failure import StackError, until
from lienthong_local.services import Plan, services
from lienthong_local.topics import delete_topics
from lienthong_local.web import get

FAKE = Path(__file__).with_name("fake_service.py")


def plan(prefix, instances, **env):
    return Plan(prefix, prefix, "business", instances, lambda _service: [sys.executable, str(FAKE)], env)


@pytest.fixture
async def two(infra, prefix):
    """Two instances of routing and one of intake, played by a stand-in."""
    async with services(infra, plan(prefix, {"intake": 1, "routing": 2})) as running:
        yield running
    await drop_databases(infra.postgres_dsn, prefix)
    await delete_topics(infra.bootstrap_servers, prefix)


async def told(process):
    return json.loads((await asyncio.to_thread(get, f"{process.url}/environment"))[1])


async def test_every_process_is_told_where_the_others_are(two, infra, prefix):
    environ = await told(two.processes["routing-1"])
    assert environ["LIENTHONG_INSTANCE"] == "routing-1"
    assert environ["LIENTHONG_HTTP_PORT"] == str(two.processes["routing-1"].port)
    assert environ["LIENTHONG_INTAKE_URL"] == two.url("intake") == two.processes["intake-0"].url
    assert environ["POSTGRES_DSN"] == two.dsns["routing"]
    assert environ["KAFKA_BOOTSTRAP_SERVERS"] == infra.bootstrap_servers
    assert (environ["LIENTHONG_TOPIC_PREFIX"], environ["LIENTHONG_CLOCK"]) == (prefix, "business")
    assert (environ["LIENTHONG_SMTP"], environ["LIENTHONG_SMPP"]) == (infra.smtp, infra.smpp)
    assert environ["LIENTHONG_SMS_GATEWAY"] == infra.gateway == f"{infra.sink_url}/gateway"
    assert environ["LIENTHONG_SERVICE_TOKEN"] == two.token


async def test_only_the_notifier_is_told_where_bounces_come_in(two, infra):
    assert two.environment("notifier")["LIENTHONG_BOUNCES"] == infra.bounces
    assert "LIENTHONG_BOUNCES" not in two.environment("intake")


async def test_a_process_that_dies_is_started_anew_in_its_place(two):
    process = two.processes["intake-0"]
    before = process.pid
    await process.kill()
    await process.ready()
    assert process.pid not in (None, before)
    assert process.restarts == 1


async def test_a_process_killed_for_good_stays_down_until_it_is_started(two):
    process = two.processes["routing-0"]
    await process.kill(again=False)
    assert (process.state, process.pid) == ("stopped", None)
    await process.start()
    await process.ready()


async def test_one_more_instance_has_a_place_of_its_own(two):
    third = await two.add("routing")
    assert third.name == "routing-2"
    assert len({process.port for process in two.processes.values()}) == 4
    await two.remove("routing-2")
    assert [process.name for process in two.of("routing")] == ["routing-0", "routing-1"]


async def test_a_database_of_a_newer_schema_is_said_and_not_tried_again(infra, prefix):
    with pytest.raises(StackError, match="intake-0 does not start: its last words"):
        async with services(infra, plan(prefix, {"intake": 1}, FAKE_ENDS="78")):
            pass


async def test_a_service_that_always_ends_is_given_up_with_its_last_words(infra, prefix):
    with pytest.raises(StackError, match="intake-0 ends whenever it is started: its last words"):
        async with services(infra, plan(prefix, {"intake": 1}, FAKE_ENDS="1")):
            pass


async def test_what_does_not_answer_is_named():
    async def never():
        return False

    with pytest.raises(StackError, match="the thing did not answer"):
        await until(never, 0.1, "the thing")
