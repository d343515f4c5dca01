"""The page of the system's health: who doesn't answer is named, with what to do, for those who run the house only."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from portal.domain.alarms import Alarm, Health, Seen
from portal.watch import Watch
from portal.web.health_words import TODO, todo
from portal_at_work import Notifier, browser, notifier, running_with, settings_of, token

WELL = {"ready": True, "effect_delay": 0.04, "timer_lag_seconds": 7.5, "outbox": 12, "alarms": [{"vi": "chậm", "en": "late"}]}


@pytest.fixture
async def there() -> AsyncGenerator[tuple[Notifier, Any]]:
    async with notifier() as here:
        here.answer = WELL
        async with browser(running_with(settings_of(here.url, kafka_bootstrap_servers="127.0.0.1:9"))) as client:
            yield here, client


async def shown(client: Any, role: str = "auditor") -> Any:
    return await client.get("/suc-khoe", headers={"Authorization": f"Bearer {token(role)}", "Accept": "text/html"})


async def test_each_service_is_shown_with_what_it_says_of_itself(there: Any) -> None:
    page = (await shown(there[1])).text
    assert page.count("Không trả lời") == 4
    for words in ("notifier", "Chậm", "▲ 7,5 giây", "12", "Kafka không trả lời nên không biết"):
        assert words in page, words


async def test_officers_have_no_business_there(there: Any) -> None:
    assert (await shown(there[1], "officer")).status_code == 403


def test_every_alarm_says_what_to_do_and_no_name_becomes_markup() -> None:
    assert set(TODO) >= {"kafka_down", "service_down", "database_away", "timers_late", "partition_unread"}
    assert "./lienthong logs sla-monitor" in todo("service_down", "sla-monitor", "vi")
    assert "<script" not in todo("service_down", "<script>", "en")


def test_an_alarm_that_went_is_remembered_with_until_when() -> None:
    watch = Watch(None, None, "")  # type: ignore[arg-type]  it looks at nothing here
    for seen in (Seen({"intake": None}, {}), Seen({"intake": None}, {}), Seen({"intake": Health(True)}, {})):
        watch.note(seen)
    ((gone, until),) = watch.past
    assert isinstance(gone, Alarm) and (gone.kind, gone.about) == ("service_down", "intake") and gone.since is not None
    assert until >= gone.since
