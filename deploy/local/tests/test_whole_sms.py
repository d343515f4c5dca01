import pytest
from lienthong_local import sms_text
from lienthong_local.outbox import Outbox

LONG = "Hồ sơ của ông/bà đã được tiếp nhận, hẹn trả kết quả ngày 02/12. " * 3


@pytest.fixture
def outbox(tmp_path):
    kept = Outbox(tmp_path / "messages.jsonl")
    yield kept
    kept.close()


def keep(outbox, bodies, to="84901234567"):
    for coding, esm_class, body in bodies:
        text, part = sms_text.without_header(body, esm_class)
        outbox.keep("sms", **{"from": "LienThong"}, to=to, text=sms_text.decode(text, coding), part=part)


@pytest.mark.parametrize("text", ["Ho so {1} da xong ~ 5€. " * 20, LONG, "ngắn", "x" * 160, "x" * 161])
def test_a_text_cut_into_parts_is_read_as_it_was_written(outbox, text):
    keep(outbox, sms_text.parts(text, 7))
    (message,) = outbox.whole()
    assert message["text"] == text


def test_parts_are_joined_by_number_and_reference_in_whatever_order_they_come(outbox):
    mine, other = sms_text.parts(LONG, 7), sms_text.parts(LONG.upper(), 7)
    keep(outbox, mine[:1])
    keep(outbox, reversed(other), to="84900000001")
    keep(outbox, mine[1:][::-1])
    assert [message["text"] for message in outbox.whole("84901234567")] == [LONG]
    assert [message["text"] for message in outbox.whole()] == [LONG.upper(), LONG]


def test_a_reference_of_sixteen_bits_joins_as_well(outbox):
    wide = [(0, 0x40, bytes([6, 8, 4, 1, 44, 2, n]) + body) for n, body in ((1, b"mot "), (2, b"cua"))]
    keep(outbox, wide)
    assert [message["text"] for message in outbox.whole()] == ["mot cua"]


def test_a_message_without_all_its_parts_is_none_and_one_sent_twice_is_two(outbox):
    bodies = sms_text.parts(LONG, 7)
    keep(outbox, bodies[:-1])
    assert outbox.whole() == []
    keep(outbox, [*bodies, bodies[-1]])
    assert [message["parts"] for message in outbox.whole()] == [len(bodies)] * 2
