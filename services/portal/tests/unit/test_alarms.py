"""Who watches the watchman: what was seen of the system becomes alarms, and only what lasts is one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from portal.domain.alarms import KINDS, LATE, Alarm, Health, Seen, Words, alarms_of, lasting

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SERVICES = ("intake", "routing", "sla-monitor", "notifier", "portal")
WELL = Health(ready=True)
EVERYONE = dict.fromkeys(SERVICES, WELL)
READ = dict.fromkeys(SERVICES, ())


def seen(health=(), unread=(), partitions=12):
    return Seen(EVERYONE | dict(health), READ | dict(unread), partitions)


def kinds(found):
    return [(alarm.kind, alarm.about) for alarm in alarms_of(found)]


def looks(*found):
    """The alarms after looks five seconds apart."""
    standing, since = [], {}
    for n, one in enumerate(found):
        standing, since = lasting(alarms_of(one), since, NOW + timedelta(seconds=5 * n))
    return standing


def test_nothing_is_wrong_when_all_answer_and_every_partition_is_read():
    assert alarms_of(seen()) == ()


@pytest.mark.parametrize(("said", "kind"), [
    (None, "service_down"), (Health(ready=False, database=False), "database_away"),
    (Health(ready=False, catalogue=False), "catalogue_incomplete"), (Health(ready=False, consumer=False), "consumer_idle"),
    (Health(ready=False, failing="KeyError"), "batch_failing"), (Health(ready=False, relay_failing="KafkaError"), "relay_failing"),
    (Health(ready=True, timer_lag_seconds=5.1), "timers_late"), (Health(ready=False), "not_ready"),
    (Health(ready=True, alarms=(Words("lạ", "odd"),)), "reported"),
])  # fmt: skip
def test_each_thing_wrong_with_a_service_is_an_alarm_about_it(said, kind):
    assert kinds(seen({"sla-monitor": said})) == [(kind, "sla-monitor")]


def test_a_monitor_that_is_gone_is_noticed_from_another_process():  # it can't say itself that it doesn't live
    gone = seen({"sla-monitor": None}, {"sla-monitor": tuple(range(12))})
    assert kinds(gone) == [("service_down", "sla-monitor"), ("partition_unread", "sla-monitor")]


def test_a_partition_that_nobody_reads_is_named_though_the_service_says_it_is_well():
    (alarm,) = alarms_of(seen(unread={"sla-monitor": (3, 7)}))
    assert (alarm.kind, alarm.vi) == ("partition_unread", "không ai đọc phân vùng 3, 7 của dossier.v1")


def test_when_kafka_is_silent_nothing_is_known_of_partitions():
    assert [alarm.kind for alarm in alarms_of(Seen(EVERYONE, None))] == ["kafka_down"]


def test_timers_are_late_only_beyond_the_bound_and_in_the_service_s_own_words():
    assert alarms_of(seen({"sla-monitor": Health(ready=True, timer_lag_seconds=LATE)})) == ()
    own = Health(ready=True, timer_lag_seconds=61.2, alarms=(Words("đồng hồ chậm", "clocks are slow"),))
    (alarm,) = alarms_of(seen({"sla-monitor": own}))
    assert (alarm.kind, alarm.vi, alarm.en) == ("timers_late", "đồng hồ chậm", "clocks are slow")


def test_a_rebalance_of_one_look_is_no_alarm():
    moving = seen(unread={"routing": tuple(range(12))})
    assert looks(seen(), moving) == looks(seen(), moving, seen()) == looks(moving, seen(), moving) == []


def test_what_lasts_two_looks_is_an_alarm_since_the_first():
    moving = seen(unread={"routing": (1,)})
    (alarm,) = looks(seen(), moving, moving, moving)
    assert (alarm.about, alarm.since) == ("routing", NOW + timedelta(seconds=5))


def test_an_alarm_whose_figures_move_is_the_same_alarm():
    (alarm,) = looks(*(seen({"sla-monitor": Health(ready=True, timer_lag_seconds=lag)}) for lag in (6.0, 11.0, 16.0)))
    assert (alarm.since, alarm.en) == (NOW, "timers are 16 seconds late")


def test_an_alarm_that_came_back_begins_anew():
    down = seen({"notifier": None})
    (alarm,) = looks(down, down, seen(), down, down)
    assert alarm.since == NOW + timedelta(seconds=15)


flags, faults, lags = some.booleans(), some.sampled_from(["", "KeyError"]), some.none() | some.floats(0, 100)
answers = some.none() | some.builds(Health, ready=flags, database=flags, consumer=flags, failing=faults, timer_lag_seconds=lags)


@given(some.fixed_dictionaries(dict.fromkeys(SERVICES, answers)), some.dictionaries(some.sampled_from(SERVICES), some.just((1, 2))))
def test_every_alarm_is_of_a_known_kind_has_words_in_both_languages_and_is_there_once(health, unread):
    found = alarms_of(Seen(health, unread, 12))
    assert {alarm.kind for alarm in found} <= set(KINDS)
    assert all(alarm.vi and alarm.en for alarm in found)
    assert len({alarm.key for alarm in found}) == len(found)


def test_the_oldest_alarm_stands_first():
    first, second = Alarm("service_down", "routing", "", ""), Alarm("kafka_down", "Kafka", "", "")
    before = {first.key: NOW, second.key: NOW - timedelta(minutes=1)}
    assert [alarm.about for alarm in lasting([first, second], before, NOW)[0]] == ["Kafka", "routing"]
