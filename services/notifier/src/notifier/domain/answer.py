"""What a provider's answer comes to: it has the message, or won't, or can't, or nobody knows."""

from dataclasses import dataclass


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
