"""What a real service can't handle is seen by operators, and handled again when they say so (issue 3)."""

from datetime import UTC, datetime
from typing import Any

import httpx2
import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from house import House
from lienthong_contracts import Envelope, FeePaid


async def test_a_payment_for_an_unknown_dossier_is_set_aside_shown_and_replayed(house: House) -> None:
    dossier = str(uuids.uuid7())
    await _pay(house, dossier)
    await house.quiet()
    headers = {"Authorization": f"Bearer {house.services.token}"}
    async with httpx2.AsyncClient(base_url=house.urls["routing"], headers=headers, trust_env=False) as operator:
        found = [letter for letter in (await operator.get("/dead-letters")).json() if letter["dossier_id"] == dossier]
        assert [(letter["reason"], letter["kind"], letter["state"]) for letter in found] == [("NoJourney", "FeePaid", "set_aside")]
        again = await operator.post(f"/dead-letters/{dossier}/replay")
        assert again.json() == {"applied": 0, "set_aside": 1}
    shown = await _page(house)
    assert "NoJourney" in shown
    report = await house.verify()
    assert ("set_aside", dossier) in {(item.kind, item.dossier_id) for item in report.found}


async def test_one_dossiers_dead_letter_holds_nobody_else_up(house: House) -> None:
    await _pay(house, str(uuids.uuid7()))
    await house.live(3, seed=6)


async def _pay(house: House, dossier: str) -> None:
    event = FeePaid(dossier_id=dossier, at=datetime.now(UTC), amount_dong=1000, receipt_no="BL-1")
    envelope = Envelope(uuids.uuid7(), "FeePaid", "intake", 1, dossier, datetime.now(UTC))
    producer = AIOKafkaProducer(bootstrap_servers=house.infra.bootstrap_servers)
    await producer.start()
    await producer.send_and_wait(f"{house.prefix}dossier.v1", event.to_json(), key=dossier.encode(), headers=envelope.to_headers())
    await producer.stop()


async def _page(house: House) -> str:
    async with httpx2.AsyncClient(trust_env=False) as client:
        mine = {"Authorization": f"Bearer {house.token('admin')}"}
        answer: Any = await client.get(house.urls["portal"] + "/hang-loi", headers=mine)
        return answer.text
