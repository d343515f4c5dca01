"""The arithmetic of what is measured when citizens are told, on days with few messages."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid5
from zlib import crc32

import pytest
from lienthong_local.bench.notices.compare import compare
from lienthong_local.bench.notices.figures import least, most, rate, spread
from lienthong_local.bench.notices.kept import Kept, of_messages, read
from lienthong_local.outbox import Outbox

DOSSIER, OTHER = UUID(int=1), UUID(int=2)
SMS, EMAIL = (DOSSIER, "received/sms"), (DOSSIER, "received/email")
DUE = {SMS: "+84901234567", EMAIL: "a@b.vn"}
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def reference(key):
    return str(uuid5(*key))


def at_centre(key, number="84901234567", at=NOON):
    return Kept("smpp", (number, str(crc32(reference(key).encode()) & 0xFFFF)), at)


def elsewhere(provider, key, at=NOON):
    return Kept(provider, (reference(key),), at)


def test_shares_are_given_in_milliseconds_and_no_message_has_none():
    assert spread(n / 1000 for n in range(1, 102)) == {"n": 101, "p50_ms": 51, "p90_ms": 91, "p99_ms": 100, "max_ms": 101}
    assert spread([])["n"] == 0


@pytest.mark.parametrize("apart, a_second", [(0.001, 1000), (0.01, 100), (1, 1)])
def test_a_rate_is_that_of_the_middle(apart, a_second):
    steady = [NOON + timedelta(seconds=apart * n) for n in range(1000)]
    late = [NOON + timedelta(hours=1)] * 10
    assert rate(steady + late) == pytest.approx(a_second, rel=0.01)


@pytest.mark.parametrize("instants", [[], [NOON], [NOON, NOON]])
def test_what_takes_no_time_has_no_rate(instants):
    assert rate(instants) == 0


def test_a_figure_on_its_bar_holds():
    assert least(1000, 1000)["holds"] and most(2000, 2000)["holds"] and not least(999, 1000)["holds"] and not most(1, 0)["holds"]


def test_what_arrived_once_is_neither_lost_nor_doubled():
    found = compare(DUE, [at_centre(SMS), elsewhere("smtp", EMAIL)])
    assert (found.lost, found.doubled(), found.strange) == ([], {}, 0)
    assert found.by_provider() == {"smpp": 1, "smtp": 1} and found.first("sms") == {SMS: NOON}


def alike():
    """Two messages of one dossier to one number that an SMS centre knows by the same sixteen bits."""
    seen = {}
    keys = ((DOSSIER, f"{n}/sms") for n in count())
    return next((first, key) for key in keys if (first := seen.setdefault(at_centre(key).mark, key)) != key)


def test_two_messages_that_an_sms_centre_cannot_tell_apart_are_each_there_once():
    due = dict.fromkeys(alike(), "+84901234567")
    one, other = (at_centre(key, at=NOON + timedelta(seconds=n)) for n, key in enumerate(due))
    assert (compare(due, [one, other]).lost, compare(due, [one, other]).doubled()) == ([], {})
    assert len(compare(due, [one]).lost) == 1 and compare(due, [one, other, other]).doubled() == {"smpp": 1}


def test_what_nobody_has_is_lost_and_what_nobody_asked_for_is_strange():
    found = compare(DUE, [elsewhere("smtp", (OTHER, "received/email")), at_centre(SMS, number="84909999999")])
    assert found.lost == [SMS, EMAIL] and found.strange == 2


def test_a_copy_counts_for_the_provider_that_got_it_later():
    later = NOON + timedelta(minutes=1)
    found = compare(DUE, [elsewhere("http", SMS, later), at_centre(SMS), elsewhere("smtp", EMAIL), elsewhere("smtp", EMAIL, later)])
    assert found.doubled() == {"http": 1, "smtp": 1} and found.by_provider() == {"smpp": 1, "smtp": 1}


@pytest.mark.parametrize("seconds, cut", [(0.5, 1), (60, 0)])
def test_a_copy_is_the_cut_s_when_the_first_came_just_before_the_provider_died(seconds, cut):
    found = compare(DUE, [at_centre(SMS), at_centre(SMS, at=NOON + timedelta(minutes=2)), elsewhere("smtp", EMAIL)])
    assert found.doubled_by_a_cut([NOON + timedelta(seconds=seconds)]) == cut


def test_the_outboxes_are_read_by_what_each_provider_knows_of_a_message(tmp_path):
    file = tmp_path / "messages.jsonl"
    outbox, (number, mark) = Outbox(file), at_centre(SMS).mark
    outbox.keep("sms", **{"from": "LienThong"}, to=number, text="x", reference=int(mark), provider="smpp")
    outbox.keep("sms", **{"from": "LienThong"}, to="+84901234567", text="x", reference=reference(SMS), provider="http")
    before = file.stat().st_size
    outbox.keep("email", to="a@b.vn", message_id=f"<{reference(EMAIL)}@x.vn>", html="<p>", provider="smtp")
    outbox.close()
    with file.open("a") as half:
        half.write('{"kind": "ema')
    assert compare(DUE, read(file)).doubled() == {"http": 1} and not compare(DUE, read(file)).lost
    assert [kept.provider for kept in read(file, before)] == ["smtp"] and read(tmp_path / "none") == []


def test_a_long_message_is_there_once_all_its_parts_are():
    same = {"kind": "sms", "provider": "smpp", "from": "L", "to": "8490", "text": "x", "reference": 7}
    parts = [{**same, "message_id": str(n), "at": (NOON + timedelta(seconds=n)).isoformat(),
              "part": {"reference": 7, "total": 2, "index": n}} for n in (1, 2)]  # fmt: skip
    assert list(of_messages(parts[:1])) == []
    assert list(of_messages(parts)) == [Kept("smpp", ("8490", "7"), NOON + timedelta(seconds=2))]
