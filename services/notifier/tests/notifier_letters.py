"""Correspondences for notifier's tests, with the letters that are really sent."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from intake.catalogue import read_catalogue
from lienthong_calendar import VIET_NAM
from lienthong_contracts import (
    AgencyPublished,
    ApologyIssued,
    DeadlineAdjusted,
    DossierReceived,
    FeeAsked,
    JourneyStopped,
    LetterPublished,
    ResultIssued,
    ResultReturned,
    SupplementAsked,
)
from lienthong_runtime import Catalogue, Context
from notifier.decisions import ON_EVENT
from notifier.domain.answer import Refused, Sent
from notifier.outcomes import outcome_of, receipt_of, suppressed
from notifier.render import Renderer
from notifier.sending_due import Outside, send_due

DOSSIER_ID = UUID("01933c3e-7a00-7000-8000-000000000001")
CATALOGUES = Path(__file__).parents[3] / "deploy" / "catalogues"
LINK = "http://127.0.0.1:8005"


def at(text):
    """An instant at UTC+7, written as 2026-11-23T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


NOW = at("2026-11-23T09:00")
DUE = at("2026-11-27T17:00")


@cache
def entries():
    """What is published, of agencies only those of one province: there are thousands."""
    return [entry for entry in read_catalogue(CATALOGUES) if not isinstance(entry, AgencyPublished) or entry.id.startswith("H32")]


@cache
def catalogue():
    return Catalogue(read_catalogue(CATALOGUES))


def renderer():
    """Writes as the service does, on the day of the tests."""
    return Renderer(catalogue(), LINK, lambda: NOW.date())


class Post:
    """A dossier's correspondence: the state now, and all that was reported."""

    dossier_id = DOSSIER_ID

    def __init__(self, procedure="1.001612", due=DUE, immediate=None):
        self.now, self.state, self.events = NOW, None, []
        self.outside = Outside({"sms": ("smpp", "gateway"), "email": ("smtp",)})
        self.learn(DossierReceived(**{
            **self.about(), "code": "H32.41-261123-0001", "procedure": procedure, "procedure_version": 1, "route": "r",
            "channel": "counter", "desk": "H32.41",
            "return_channel": "counter", "officer": "ntb", "received_at": NOW, "deemed_at": NOW, "term": "3wd",
            "due_at": due, "supplement_mode": "restart", "trace": (), "immediate_result_no": immediate,
        }))  # fmt: skip

    def about(self):
        return {"dossier_id": self.dossier_id, "at": self.now}

    def follow(self, decision):
        self.state = decision.state
        self.events += decision.events
        return decision

    def learn(self, event):
        return self.follow(ON_EVENT[type(event)](self.state, event, Context(self.now, catalogue(), self.dossier_id))).events

    def till(self, now):
        self.now = now if isinstance(now, datetime) else at(now)
        return self

    def later(self, seconds):
        return self.till(self.now + timedelta(seconds=seconds))

    def send(self):
        """Time to send: the effects, that is what goes out to the provider."""
        due = send_due(self.state, Context(self.now, catalogue(), self.dossier_id, extra=self.outside))
        return [errand.message.key for errand in self.follow(due).effects]

    def answer(self, key, outcome, tried_at=None):
        """What became of a message at its provider, by its last try or an earlier one."""
        tries = self.state.messages[key].tries
        tried_at = tried_at or (tries[-1].at if tries else self.now)
        return self.follow(outcome_of(outcome, self.state, self.dossier_id, key, tried_at, self.now)).events

    def accept(self, key, *references):
        return self.answer(key, Sent(references or ("id-1",)))

    def refuse(self, key, reason="smpp-0x8", permanent=False, tried_at=None):
        return self.answer(key, Refused(reason, permanent), tried_at)

    def suppress(self, key, reason="no-address", tried_at=None):
        tries = self.state.messages[key].tries
        tried_at = tried_at or (tries[-1].at if tries else self.now)
        return self.follow(suppressed(self.state, self.dossier_id, key, reason, tried_at, self.now)).events

    def receipt(self, key, reference="id-1", arrived=True, reason="undeliv"):
        return self.follow(receipt_of(self.state, self.dossier_id, key, reference, arrived, reason, self.now)).events

    def status(self, key):
        return self.state.messages[key].status

    # The facts of which the citizen is told.
    def supplement(self, number=1):
        return self.learn(SupplementAsked(**self.about(), agency="H32.41.KT", content="Bản sao căn cước", legal_ground="x", round=number))

    def fee(self, dong=560500):
        return self.learn(FeeAsked(**self.about(), amount_dong=dong, ground="Lệ phí trước bạ"))

    def apology(self, new):
        dates = {"old_due_at": DUE, "new_due_at": new}
        return self.learn(ApologyIssued(**self.about(), agency="TCT.32", officer="lvm", reason="Chờ xác minh", **dates))

    def adjusted(self, promised, old=DUE):
        return self.learn(DeadlineAdjusted(**self.about(), clock="dossier", agency="H32.41", old_due_at=old, due_at=promised,
                                           promised_at=promised, decision_no="9859/VPCP-KGVX", officer="admin",
                                           calendar="VN/2026@2"))  # fmt: skip

    def result(self, outcome="granted"):
        return self.learn(ResultIssued(**self.about(), agency="H32.41.KT", officer="lvm", result_no="KQ-1", outcome=outcome))

    def stopped(self):
        return self.learn(JourneyStopped(**self.about(), agency="H32.41", reason="Công dân rút hồ sơ"))

    def returned(self):
        return self.learn(ResultReturned(**self.about(), channel="counter", officer="ntb"))


def long_letter():
    """A reception's SMS in two parts, as an administrator may allow."""
    text = "Ho so {{ code }} da duoc tiep nhan. Hen tra {{ due }}. Nhac lai: {{ code }}, {{ code }}. " + "Mang theo giay hen. " * 5
    said = {"id": "received.sms.vi", "valid_from": "2024-01-01", "template": "received", "channel": "sms", "language": "vi"}
    return [LetterPublished.model_validate({**said, "text": text, "parts": 2, "entry_version": 99})]
