"""A day of a replay ends when its short messages have their receipts: the next day's clock would count these as its own (issue 8)."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import smpp34
from lienthong_local.infrastructure import Infrastructure
from lienthong_local.play.quiet import Barrier
from lienthong_local.sinks import sinks
from lienthong_local.sms_mood import SmsMood

EVENING = datetime(2021, 3, 1, 10, 5, tzinfo=UTC)


async def test_the_day_doesn_t_end_before_the_last_receipt_has_come(infra: Infrastructure, tmp_path: Path) -> None:
    async with sinks(tmp_path / "messages.jsonl", sms=SmsMood(delay=0.5)) as running, httpx2.AsyncClient(trust_env=False) as client:
        host, _, port = running.smpp.rpartition(":")
        sender = smpp34.Client(host, int(port), "notifier", "secret", bind_type="TRX")
        session = await asyncio.wait_for(sender.connect(), 10)
        await session.submit_sm("84901234567", b"Ho so da xong", source_addr="LienThong", registered_delivery=1)
        assert (await client.get(f"{running.url}/owed")).json() == {"receipts": 1}
        async with Barrier({}, "", infra.bootstrap_servers, sinks=running.url) as barrier:
            await barrier.day_ends(EVENING)
        assert running.sms.owed == 0
        receipt = await asyncio.wait_for(session.next(), 10)
        assert isinstance(receipt, smpp34.DeliverSmEvent) and b"DELIVRD" in receipt.short_message
        await sender.stop()
