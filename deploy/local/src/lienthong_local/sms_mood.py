"""Knows what an SMS centre can be made to do to its senders; a test holds the object and changes it while the centre works."""

from collections.abc import Callable
from dataclasses import dataclass, field

# command_status, SMPP 3.4 §5.1.3.
THROTTLED, BIND_FAILED, INVALID_PASSWORD, INVALID_DESTINATION, QUEUE_FULL = 0x58, 0x0D, 0x0E, 0x0B, 0x14
Fate = Callable[[str], str]


def always_delivered(_number: str) -> str:
    """What becomes of a message to that number."""
    return "DELIVRD"


@dataclass
class SmsMood:
    """A centre in good health, until a field is changed. Numbers are written as they were submitted."""

    refuse_bind: int = 0  # the command_status of every bind's answer; 0 takes the bind
    hang: bool = False  # submits are neither kept nor ever answered
    throttle: int = 0  # so many of the next submits are answered ESME_RTHROTTLED
    reject: dict[str, int] = field(default_factory=dict)  # command_status by destination
    cut: int = 0  # so many of the next submits are kept, and the connection cut before the answer
    fate: Fate = always_delivered  # the receipt's stat by destination
    receipts: int = 1  # how often each receipt comes: 0 never, 2 twice
    delay: float = 0.05  # seconds until a receipt
    reverse: int = 1  # receipts wait until so many are due, and then come last first

    def status(self, number: str) -> int:
        """The command_status with which a submit to that number is answered."""
        return THROTTLED if self._spend("throttle") else self.reject.get(number, 0)

    def cuts(self) -> bool:
        """Whether this submit's answer is cut off."""
        return self._spend("cut")

    def _spend(self, what: str) -> bool:
        left: int = getattr(self, what)
        setattr(self, what, max(0, left - 1))
        return left > 0
