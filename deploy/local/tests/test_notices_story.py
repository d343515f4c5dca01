"""What is heard of messages on the topics, as the figures need it."""

from datetime import UTC, datetime
from uuid import UUID

from lienthong_local.bench.notices.story import Body, Story

DOSSIER, NOON = UUID(int=1), datetime(2026, 11, 26, 12, tzinfo=UTC)
SMS = (DOSSIER, "received/sms")


def heard(*kinds, **body):
    story = Story()
    for kind in kinds:
        story.hear(kind, DOSSIER, NOON, Body(message="received/sms", **body))
    return story


def test_a_message_s_life_is_told():
    story = heard("DossierReceived", "MessageQueued", "MessageAccepted", "MessageDelivered", provider="smpp")
    assert story.recorded == {DOSSIER: NOON} and story.delivered == {SMS: NOON}
    assert story.queued == {SMS} and story.accepted == {SMS: "smpp"}
    assert not story.ended and not story.deferred


def test_trouble_is_told_with_its_reason():
    story = heard("MessageDeferred", "MessageDeferred", "MessageFailed", "PhoneCallAsked", provider="smpp", reason="smpp-0x8")
    assert story.deferred == {"smpp: smpp-0x8": 2} and story.ended == {SMS: "smpp-0x8"} and story.calls == 1
