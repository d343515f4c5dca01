"""The page of the system's own health: what is wrong and what to do, each service, each consumer's lag."""

import asyncio
from collections.abc import Mapping
from typing import Any

from portal.domain.alarms import LATE, Alarm, Health
from portal.operations.health_views import AlarmRow, HealthPage, PastAlarm, ServiceRow
from portal.watch import Watch
from portal.web.health_words import todo
from portal.windows import Windows


async def page(windows: Windows, lang: str) -> HealthPage:
    """The page's data, as of now."""
    neighbours, watch = windows.neighbours, windows.watch
    names = list(neighbours.urls)
    groups, health, quiet = await asyncio.gather(
        watch.groups.members(), asyncio.gather(*map(neighbours.health, names)),
        asyncio.gather(*(neighbours.as_service("GET", name, "/quiet") for name in names)),
    )  # fmt: skip
    outboxes = {name: answer.body for name, answer in zip(names, quiet, strict=True) if answer.status == 200}
    alarms = [alarm for alarm in watch.alarms if alarm.since]
    rows = tuple(_service(name, told, outboxes.get(name, {}), groups, watch) for name, told in zip(names, health, strict=True))
    return HealthPage(windows.parts.clock.now(), tuple(_alarm(a, lang) for a in alarms), rows, groups is not None,
                      tuple(_gone(alarm, until, lang) for alarm, until in watch.past))  # fmt: skip


def _alarm(alarm: Alarm, lang: str) -> AlarmRow:
    assert alarm.since is not None
    return AlarmRow(alarm.about, alarm.en if lang == "en" else alarm.vi, alarm.since, todo(alarm.kind, alarm.about, lang))


def _gone(alarm: Alarm, until: Any, lang: str) -> PastAlarm:
    return PastAlarm(alarm.about, alarm.en if lang == "en" else alarm.vi, alarm.since or until, until)


def _service(name: str, told: Health | None, quiet: Mapping[str, Any], groups: Any, watch: Watch) -> ServiceRow:
    members, behind = (groups or {}).get(f"{watch.prefix}{name}", (None, {}))
    lags = tuple(sorted((topic.removeprefix(watch.prefix), count) for topic, count in behind.items()))
    unread = (watch.seen.unread or {}).get(name, ()) if watch.seen else ()
    if told is None:
        return ServiceRow(name, "silent", instances=members, lags=lags, unread=unread)
    return ServiceRow(
        name, _state(told), members, lags, unread, quiet.get("outbox"), told.timer_lag_seconds, told.effect_delay,
        tuple(part for part, well in _parts(told) if not well),
    )  # fmt: skip


def _parts(told: Health) -> tuple[tuple[str, bool], ...]:
    return (("database", told.database), ("catalogue", told.catalogue), ("consumer", told.consumer),
            ("batch", not told.failing), ("relay", not told.relay_failing))  # fmt: skip


def _state(told: Health) -> str:
    if not told.ready:
        return "unwell"
    return "late" if told.alarms or (told.timer_lag_seconds or 0.0) > LATE else "well"
