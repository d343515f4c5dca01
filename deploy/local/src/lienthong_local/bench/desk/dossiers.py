"""Dossiers by the ten thousand for one agency's inbox, published as intake would report their receptions."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from intake.catalogue import read_catalogue
from intake.commands import Submit
from intake.submitting import Prepared, submit
from lienthong_calendar import VIET_NAM, day_of
from lienthong_contracts import DeadlineBreached, DossierEvent, DossierReceived, Envelope, ProcedurePublished
from lienthong_runtime import Catalogue, CatalogueBehind, Context, Refused
from lienthong_runtime.clock import system_now
from lienthong_runtime.relay import partition_of
from routing.facts import plan_journey
from sla_monitor.facts import start_clock
from sla_monitor.timers import raise_rungs

from lienthong_local.home import CHECKOUT
from lienthong_local.play.people import submission

CHUNK = 500
LATE = 20  # one in so many is overdue


class Receptions:
    """Receptions at a desk whose first leg is all one agency's."""

    def __init__(self, desk: str) -> None:
        self._now, self._dice = datetime.now(VIET_NAM), random.Random(3)
        catalogue = Catalogue(read_catalogue(CHECKOUT / "deploy" / "catalogues"))
        self._context = Context(self._now, catalogue, uuids.uuid7(), Prepared(sequence=1))
        found = [first for procedure in self._procedures() if (first := self._first(procedure, desk))]
        self.agency = Counter(receiver for receiver, _ in found).most_common(1)[0][0]
        self._patterns = [event for receiver, event in found if receiver == self.agency]
        self._breach = self._breached(self._patterns[0])

    def _procedures(self) -> list[ProcedurePublished]:
        return list(self._context.catalogue.every_in_force(ProcedurePublished, day_of(self._now)))

    def _first(self, procedure: ProcedurePublished, desk: str) -> tuple[str, DossierReceived] | None:
        """Who gets a dossier of the procedure first, and its reception; None for what isn't received at this desk."""
        body = submission(1, procedure.model_dump(), desk, self._dice) | {"channel": "counter"}
        try:
            told = submit(None, Submit.model_validate(body), self._context).events
            received = next(event for event in told if isinstance(event, DossierReceived))
            sent = plan_journey(None, received, self._context).state.hand_overs
        except (Refused, CatalogueBehind, StopIteration, ValueError):
            return None
        return (next(iter(sent.values())).receiver, received) if sent else None

    def events(self, number: int) -> list[tuple[str, DossierEvent]]:
        """One dossier's reception, and for some that it is overdue: source and event."""
        pattern, dossier_id = self._dice.choice(self._patterns), uuids.uuid7()
        due_at = self._now + timedelta(minutes=self._dice.randrange(-20_000, 60_000))
        code = f"{pattern.desk}-{self._now - timedelta(days=number % 200):%y%m%d}-{number % 10_000:04d}"
        received = pattern.model_copy(update={"dossier_id": dossier_id, "code": code, "due_at": due_at, "trace": ()})
        late = self._breach.model_copy(update={"dossier_id": dossier_id, "at": due_at, "due_at": due_at})
        return [("intake", received), ("sla-monitor", late)] if number % LATE == 0 else [("intake", received)]

    def _breached(self, received: DossierReceived) -> DeadlineBreached:
        """As the monitor's own rules tell it."""
        budget = start_clock(None, received, self._context).state
        told = raise_rungs(budget, replace(self._context, now=received.due_at + timedelta(minutes=1))).events
        return next(event for event in told if isinstance(event, DeadlineBreached))


async def publish(bootstrap_servers: str, topic: str, receptions: Receptions, dossiers: int) -> None:
    """Send them all, a batch a partition at a time."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, max_batch_size=4_000_000, max_request_size=8_000_000)
    await producer.start()
    try:
        count = len(await producer.partitions_for(topic))
        for chunk in batched(range(dossiers), CHUNK):
            batches: dict[int, Any] = defaultdict(producer.create_batch)
            for source, event in (told for number in chunk for told in receptions.events(number)):
                key = str(event.dossier_id).encode()
                envelope = Envelope(uuids.uuid7(), type(event).__name__, source, 1, str(event.dossier_id), system_now())
                batch = batches[partition_of(key, count)]
                taken = batch.append(timestamp=None, key=key, value=event.to_json(), headers=envelope.to_headers())
                assert taken is not None, "a chunk's part fits into a batch"
            for future in [await producer.send_batch(batch, topic, partition=n) for n, batch in batches.items()]:
                await future
    finally:
        await producer.stop()
