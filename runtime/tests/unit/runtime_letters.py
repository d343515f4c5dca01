"""Letters, a small service's table of decisions, and batches for the runtime's tests."""

import uuid
from datetime import UTC, datetime
from uuid import UUID

from lienthong_contracts import DossierWithdrawn, FeePaid, ResultReturned
from lienthong_contracts.envelope import Envelope
from lienthong_runtime import Context, Decision, Row, Unprocessable
from lienthong_runtime.outcome import Decider, Outcome
from lienthong_runtime.records import Broken, Letter, read

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CONTEXT = Context(NOW)
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


class UnpaidFee(Unprocessable):
    """The sum is nought."""


def count_payment(state, event, _context):
    """Adds sums up and reports as many withdrawals as there were thousands."""
    if event.amount_dong == 0:
        raise UnpaidFee
    if event.amount_dong == 13:
        raise ZeroDivisionError
    told = DossierWithdrawn(dossier_id=event.dossier_id, at=event.at, reason=str(event.amount_dong))
    return Decision((state or 0) + event.amount_dong, (told,) * (event.amount_dong // 1000), (event.receipt_no,))


def forget(_state, _event, _context):
    return Decision(None)


ON_EVENT = {FeePaid: count_payment, ResultReturned: forget}
DECIDER = Decider("routing", ON_EVENT, lambda: NOW)


def named(*parts):
    """An id that is always the same for the same parts."""
    return uuid.uuid5(ONE, "/".join(map(str, parts)))


def headers_of(event, number, source="intake", event_id=None, **changes):
    kind = type(event).__name__
    envelope = Envelope(event_id or named(event.dossier_id, source, number), kind, source, number, str(event.dossier_id), NOW)
    headers = {**dict(envelope.to_headers()), **changes}
    return tuple((name, value) for name, value in headers.items() if value != "absent")


def record(event, number=1, body="its own", offset=0, **headers):
    return Letter("dossier.v1", 0, offset, headers_of(event, number, **headers), event.to_json() if body == "its own" else body)


def paid(dossier=ONE, dong=1000):
    return FeePaid(dossier_id=dossier, at=NOW, amount_dong=dong, receipt_no="BL-1")


def opened(dossier=ONE, number=1, dong=1000, offset=0, **headers):
    """A letter as the consumer hands it on."""
    letter = read(record(paid(dossier, dong), number, offset=offset, **headers), ON_EVENT)
    assert isinstance(letter, Letter)
    return letter


def decided(letters, rows=None, waiting=(), decider=DECIDER):
    outcome = Outcome({row.dossier_id: row for row in rows or ()})
    decider.decide_all(outcome, letters, set(waiting), CONTEXT)
    return outcome


__all__ = ["CONTEXT", "DECIDER", "NOW", "ONE", "ON_EVENT", "THREE", "TWO", "Broken", "Letter", "Row", "decided", "headers_of", "named",
           "opened", "paid", "record"]  # fmt: skip
