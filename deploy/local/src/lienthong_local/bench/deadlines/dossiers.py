"""Dossiers by the ten thousand, published as intake and routing would report them: the monitor's real way in."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

import uuid_utils.compat as uuids
from aiokafka import AIOKafkaProducer
from intake.catalogue import read_catalogue
from intake.commands import Submit
from intake.submitting import Prepared, submit
from lienthong_calendar import VIET_NAM, day_of
from lienthong_contracts import AgencyPublished, DossierEvent, DossierReceived, Envelope, HandOverAcknowledged, ProcedurePublished
from lienthong_runtime import Catalogue, Context
from lienthong_runtime.clock import system_now
from lienthong_runtime.relay import partition_of
from routing.commands import Acknowledge
from routing.consignments import acknowledge
from routing.facts import plan_journey

from lienthong_local.home import CHECKOUT
from lienthong_local.play.people import submission

PROVINCE = "H32"
PROCEDURE, CHUNK, AGO = "1.001612", 500, timedelta(days=20)
Dues = list[tuple[UUID, datetime]]
Told = list[tuple[str, int, DossierEvent]]


def one_life(now: datetime) -> Told:
    """A dossier received and taken in by its first agency, as the services' own decisions report it: source, number, event."""
    catalogue = Catalogue(read_catalogue(CHECKOUT / "deploy" / "catalogues"))
    context = Context(now, catalogue, uuids.uuid7(), extra=Prepared(sequence=1))
    procedure = catalogue.in_force(ProcedurePublished, PROCEDURE, day_of(now))
    desk = min(a.id for a in catalogue.every_in_force(AgencyPublished, day_of(now)) if "desk" in a.roles and a.id.startswith(PROVINCE))
    assert procedure is not None
    body = submission(1, procedure.model_dump(), desk, random.Random(1)) | {"channel": "counter"}
    submitted = submit(None, Submit.model_validate(body), context)
    received = next(event for event in submitted.events if isinstance(event, DossierReceived))
    planned = plan_journey(None, received, context)
    hand_over = next(iter(planned.state.hand_overs.values()))
    taken = acknowledge(planned.state, Acknowledge(consignment=hand_over.consignment, agency=hand_over.receiver, officer="cb1"), context)
    assert isinstance(taken.events[0], HandOverAcknowledged)
    return [*(("intake", n, event) for n, event in enumerate(submitted.events, 1)),
            *(("routing", n, event) for n, event in enumerate((*planned.events, *taken.events), 1))]  # fmt: skip


def of_dossier(told: Told, dossier_id: UUID, due_at: datetime) -> Told:
    """The same life of another dossier, due at another instant."""
    return [(source, number, event.model_copy(update={"dossier_id": dossier_id} | ({"due_at": due_at, "trace": ()} if isinstance(
        event, DossierReceived) else {}))) for source, number, event in told]  # fmt: skip


async def publish(producer: AIOKafkaProducer, topic: str, dossiers: Iterable[tuple[UUID, datetime]]) -> int:
    """Send all lives, a batch a partition at a time, each dossier's in their order; how many events."""
    told, sent = one_life(datetime.now(VIET_NAM) - AGO), 0
    count = len(await producer.partitions_for(topic))
    for chunk in batched(dossiers, CHUNK):
        batches = defaultdict(producer.create_batch)
        for dossier_id, due_at in chunk:
            key = str(dossier_id).encode()
            for source, number, event in of_dossier(told, dossier_id, due_at):
                envelope = Envelope(uuids.uuid7(), type(event).__name__, source, number, str(dossier_id), system_now())
                batch = batches[partition_of(key, count)]
                taken = batch.append(timestamp=None, key=key, value=event.to_json(), headers=envelope.to_headers())
                assert taken is not None, "a chunk's part fits into a batch"
                sent += 1
        for future in [await producer.send_batch(batch, topic, partition=n) for n, batch in batches.items()]:
            await future
    return sent
