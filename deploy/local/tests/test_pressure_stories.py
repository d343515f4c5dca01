"""A life that is told again is the same life of another dossier; and who is patient waits as long as they are told."""

from datetime import UTC, datetime

import httpx2
import uuid_utils.compat as uuids
from lienthong_contracts import DossierReceived, Envelope, JourneyPlanned
from lienthong_local.bench.pressure.stories import Story
from lienthong_local.play.desk import SOON, told_pause
from lienthong_local.verify.topics import Sent

LIVED, COPY = str(uuids.uuid7()), str(uuids.uuid7())


def story() -> Story:
    received = DossierReceived.model_validate({**DossierReceived.example, "dossier_id": LIVED})
    planned = JourneyPlanned.model_validate({**JourneyPlanned.example, "dossier_id": LIVED})
    sent = (("intake", 1, received), ("intake", 2, received), ("routing", 1, planned))
    return Story(LIVED, received.code, tuple(
        Sent(Envelope(uuids.uuid7(), type(event).__name__, source, number, LIVED, datetime.now(UTC)), event.to_json(), "")
        for source, number, event in sent))  # fmt: skip


def test_a_life_told_again_is_the_same_sequence_of_another_dossier() -> None:
    lived = story()
    told = [(Envelope.from_headers(dict(headers)), body) for headers, body in lived.of(COPY, 7)]
    same = [(sent.envelope.source, sent.envelope.number, sent.envelope.kind) for sent in lived.events]
    assert [(e.source, e.number, e.kind) for e, _ in told] == same
    assert {e.subject for e, _ in told} == {COPY}
    assert not any(LIVED.encode() in body for _, body in told)
    assert not {e.id for e, _ in told} & {s.envelope.id for s in lived.events}, "or it would be taken for what was seen"


def test_two_copies_of_a_life_have_codes_of_their_own() -> None:
    lived = story()
    codes = {DossierReceived.from_json(next(lived.of(str(uuids.uuid7()), n))[1]).code for n in range(3)} | {lived.code}
    assert len(codes) == 4


def test_who_is_patient_waits_as_long_as_the_service_says() -> None:
    assert told_pause(httpx2.Response(429, headers={"Retry-After": "7"})) == 7
    assert told_pause(httpx2.Response(503)) == SOON
