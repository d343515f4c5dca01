import asyncio
import contextlib
import os

import psutil
import pytest
from aiokafka import AIOKafkaProducer
from lienthong_local import coordinator
from lienthong_local.backup.cut import cut
from lienthong_local.coordinator import Refusals, takes
from lienthong_local.failure import StackError, until
from lienthong_local.home import Home
from lienthong_local.kafka import Kafka
from lienthong_local.ports import Ports

OFFSETS = "data/__consumer_offsets-0/00000000000000000000.log"


@pytest.fixture
async def broker(tmp_path):
    kafka = Kafka(tmp_path, tmp_path / "kafka.log", Home.at().cache, Ports.any_free(), Ports.any_free())
    await kafka.start()
    yield kafka
    await kafka.kill()


async def takes_groups(kafka):
    return await takes(kafka.bootstrap_servers) is True


async def refuses(kafka):
    return await takes(kafka.bootstrap_servers) is False


async def is_told(told, kafka):
    return told == [kafka.child.pid]


async def spoil(kafka):
    """Begin it anew on a record that its coordinator can't read: the coordinator fails, the broker doesn't."""
    await until(lambda: takes_groups(kafka), 20, "the topic")  # whoever asks first has it made
    # Kafka lets nobody but its own tools write there, and knows those by this name.
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap_servers, client_id="__admin_client") as tool:
        await tool.send_and_wait("__consumer_offsets", key=b"\x00\x02\x7f\xff", value=b"\x00", partition=0)
    await kafka.stop()
    await kafka.start()
    await until(lambda: refuses(kafka), 20, "the refusal")


async def test_a_broker_that_takes_no_group_in_is_begun_anew_until_it_does(broker, tmp_path):
    await spoil(broker)
    assert "Failed to load metadata from __consumer_offsets-0" in broker.log.read_text()
    first = broker.child.pid
    os.truncate(tmp_path / OFFSETS, 0)  # so that beginning anew mends it, as it did when this was seen

    async def mended():
        return broker.child.running and broker.child.pid != first and await takes_groups(broker)

    told = []
    keeper = asyncio.create_task(coordinator.keep(broker, lambda: told.append(broker.child.pid), patience=1))
    await until(mended, 60, "the broker")
    await until(lambda: is_told(told, broker), 5, "whoever writes down the processes")
    keeper.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeper


async def test_no_backup_is_made_while_nobody_can_say_how_far_was_read(broker):
    await spoil(broker)
    with pytest.raises(StackError, match=r"NotCoordinatorForGroupError.*lienthong logs kafka"):
        async with cut(broker.bootstrap_servers, {}, [], ""):
            pass


async def test_a_broker_takes_groups_in_and_of_one_that_is_down_nothing_is_known(broker):
    await until(lambda: takes_groups(broker), 20, "the topic")
    assert await takes(broker.bootstrap_servers) is True
    await broker.kill()
    assert await takes(broker.bootstrap_servers) is None


async def test_two_who_start_a_broker_at_once_start_one(broker, tmp_path):
    await broker.kill()
    await asyncio.gather(broker.start(), broker.start())
    assert broker.log.read_text().count("Performing controller activation") == 2
    # A second one would die on the first one's directory, and be taken for the broker until then.
    assert [p.pid for p in psutil.Process().children() if str(tmp_path) in " ".join(p.cmdline())] == [broker.child.pid]


def test_groups_may_be_refused_ten_seconds_and_each_beginning_anew_doubles_that():
    refusals = Refusals()
    begun = [now for now in range(100) if refusals.too_long(False, now)]
    assert begun == [10, 31, 72]


def test_who_takes_groups_in_meanwhile_has_all_the_patience_again():
    refusals = Refusals()
    assert [now for now in range(25) if refusals.too_long(now == 9, now)] == [20]
    assert not refusals.too_long(True, 25)
    assert [now for now in range(26, 50) if refusals.too_long(False, now)] == [36]


def test_a_look_that_says_nothing_neither_forgives_nor_refuses():
    refusals = Refusals()
    assert not any(refusals.too_long(None, now) for now in range(100))
    looks = [False, None, False, None, None]
    assert [now for now in range(40) if refusals.too_long(looks[now % 5], now)] == [10, 32]
