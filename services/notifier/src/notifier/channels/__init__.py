"""Providers: each takes a rendered message and says what became of it; receipts and replies come back by themselves."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for its provider; `reference` is the same on every try, so that a doubled one can be told.

    `to` is a number as E.164, or an e-mail address, or several of one office apart by `, `. `opt_out` is the link that switches off what is only kind; empty for what the law requires.
    """

    to: str
    subject: str
    text: str
    reference: str
    urgent: bool = False
    opt_out: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it, under these references: one a part. `asks`: it can be asked what became of it."""

    references: tuple[str, ...]
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider said no: for good when another try would be refused as well, for now otherwise."""

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """It may have the message or not: the connection broke, or its answer never came."""

    reason: str


@dataclass(frozen=True, slots=True)
class Untried:
    """It can't have the message: there was no connection, or it takes nothing from us at all; somebody else may try at once."""

    reason: str


@dataclass(frozen=True, slots=True)
class Throttled:
    """It takes nothing for so many seconds, and didn't take this."""

    pause: float


type Outcome = Sent | Refused | Unanswered | Untried | Throttled


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message: `arrived`, or not and why; None when the provider doesn't know yet."""

    provider: str
    reference: str
    arrived: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A citizen wrote back, or complained: `wants` our messages or doesn't."""

    channel: str
    address: str
    wants: bool
    how: str


# Gives a future that is done once what was heard is kept.
type Told = Callable[[Receipt | Reply], asyncio.Future[None]]


class Provider(Protocol):
    """The three things that a provider does."""

    name: str

    async def send(self, message: Rendered) -> Outcome:
        """Hand one message over; whatever goes wrong is an outcome, never an exception."""

    async def ask(self, reference: str) -> Receipt | None:
        """What became of the message under our reference; None when it doesn't have it, or can't say."""

    async def listen(self, told: Told) -> None:
        """Tell of receipts and replies, for ever."""
