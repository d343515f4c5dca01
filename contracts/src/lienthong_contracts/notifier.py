"""Each message's life, without a name, a number or an address; reported by notifier."""

from typing import ClassVar, Literal

from lienthong_contracts.event import Code, DossierEvent, Text, example


class _FromNotifier(DossierEvent):
    producer: ClassVar[str] = "notifier"
    topic: ClassVar[str] = "notification.v1"

    message: Code
    channel: Literal["sms", "email"]


def _example(**fields: object) -> dict[str, object]:
    return example(message="received/sms", channel="sms", **fields)


class MessageQueued(_FromNotifier):
    """A message will be sent: `message` is its natural key within the dossier."""

    example = _example(template="received")

    template: Code


class MessageAccepted(_FromNotifier):
    """A provider took it, under its own reference."""

    example = _example(provider="smpp", reference="A1B2", attempt=1)

    provider: Code
    reference: Text
    attempt: int


class MessageDelivered(_FromNotifier):
    """It reached the recipient, by the provider's receipt."""

    example = _example(provider="smpp")

    provider: Code


class MessageFailed(_FromNotifier):
    """It can't be delivered: somebody has to phone."""

    example = _example(reason="invalid-destination")

    reason: Code


class MessageSuppressed(_FromNotifier):
    """It wasn't sent, on purpose: no address, an opt-out, overtaken."""

    example = _example(reason="no-address")

    reason: Code
