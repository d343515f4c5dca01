"""A call that is owed: only the dossier's own desk says what came of it, and it is owed until somebody was reached (domain.md §5.1)."""

import pytest
from lienthong_runtime import Context, Refused
from notifier.calls import phoned
from notifier.commands import Phoned
from notifier_letters import DOSSIER_ID, Post, catalogue

CALL = "received/phone"


def owed():
    post = Post()
    post.send()
    for channel in ("sms", "email"):
        post.refuse(f"received/{channel}", "x", permanent=True)
    return post


def call(post, reached, agency="H32.41", message=CALL):
    said = Phoned(agency=agency, officer="ntb", message=message, reached=reached)
    return post.follow(phoned(post.state, said, Context(post.now, catalogue(), DOSSIER_ID)))


def test_a_call_is_owed_until_somebody_was_reached():
    post = owed()
    for count in (1, 2):
        (said,) = call(post, reached=False).events
        assert (said.reached, said.agency, said.officer) == (False, "H32.41", "ntb") and len(post.state.calls[0].tries) == count
    call(post, reached=True)
    assert post.state.calls == [] and post.status(CALL) == "delivered"
    assert [t.outcome for t in post.state.messages[CALL].tries] == ["not-reached", "not-reached", "reached"]


def test_time_never_acts_on_a_call():
    assert owed().state.next_send is None


@pytest.mark.parametrize(("agency", "message", "field"), [("H32.42", CALL, "agency"), ("H32.41", "received/sms", "message"),
                                                          ("H32.41", "x/phone", "message")])  # fmt: skip
def test_nobody_else_phones_and_nothing_that_isn_t_owed_is_phoned(agency, message, field):
    with pytest.raises(Refused) as refused:
        call(owed(), True, agency, message)
    assert [fault.field for fault in refused.value.faults] == [field]
