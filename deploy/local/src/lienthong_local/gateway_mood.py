"""Knows what an SMS gateway can be made to do to its senders; a test holds the object and changes it while the gateway works."""

from dataclasses import dataclass, field

from lienthong_local.sms_mood import Fate, always_delivered

ERRORS = {400: "malformed", 401: "unauthorised", 402: "no-credit", 429: "throttled"}
GARBAGE = {"text": b"<html>Bad gateway</html>", "shape": b'["ok"]', "half": b'{"id": "'}


@dataclass
class GatewayMood:
    """A gateway in good health, until a field is changed. Numbers are written as they were sent: "+84…"."""

    answer: int = 0  # the HTTP status of the next `times` answers to a message; 0 for the right one
    times: int = 0
    error: str = ""  # the error that goes with it; empty for the usual one
    retry_after: int = 1  # seconds, said with 429
    hang: bool = False  # messages are neither kept nor ever answered
    garbage: str = ""  # "text" is no JSON, "shape" is JSON of another shape, "half" breaks off; the message is kept
    cut: int = 0  # so many of the next messages are kept, and the connection cut before the answer
    reject: dict[str, str] = field(default_factory=dict)  # a 400's error by number
    fate: Fate = always_delivered  # a receipt's stat by number: DELIVRD, or why it failed
    receipts: int = 1  # how often each receipt comes: 0 never, 2 twice
    delay: float = 0.05  # seconds until a receipt
    lookup: int = 0  # the HTTP status of every look at a message or at receipts; 0 for the right one
    lookup_garbage: str = ""  # as `garbage`, for such looks
    key: str = "lienthong"

    def refusal(self, number: str) -> tuple[int, str] | None:
        """Status and error of this answer, where the message must not be taken."""
        if self.times > 0:
            self.times -= 1
            return self.answer, self.error or ERRORS.get(self.answer, "failed")
        return (400, self.reject[number]) if number in self.reject else None

    def cuts(self) -> bool:
        """Whether this answer is cut off."""
        self.cut, left = max(0, self.cut - 1), self.cut
        return left > 0
