"""Whether a provider can be relied on: measured by its errors and its time to answer, and asked again after a rest."""

from collections import deque
from dataclasses import dataclass, field

MEASURED = 40  # the newest answers
FEWEST = 4  # no verdict on less
SLOW = 8.0  # seconds that half of the answers take
SHORTEST_REST, LONGEST_REST = 2.0, 60.0  # seconds until the next probe: one is cheap, and with 5 s a killed provider was missed for 25 s
GROWS = 1.5  # each rest by so much, while it stays ill


@dataclass(slots=True)
class Health:
    """Counts answers as they come; all instants and lengths are seconds of a clock that only moves forward."""

    answers: deque[tuple[bool, float]] = field(default_factory=lambda: deque(maxlen=MEASURED))
    rests_until: float = 0.0
    rest: float = SHORTEST_REST
    ill: bool = False

    def well(self, now: float) -> bool:
        """Whether messages should go to it; an ill one is probed when its rest is over."""
        return now >= self.rests_until

    def answered(self, sound: bool, took: float, now: float) -> None:
        """An answer came, or failed to come, after `took`. One sound answer of a probe makes it well again."""
        if self.ill and now < self.rests_until:
            return  # of what was under way when it lay down
        self.answers.append((sound, took))
        if self.ill and sound and took < SLOW:
            self.ill, self.rest = False, SHORTEST_REST
            self.answers.clear()
        elif self.ill or self._failing:
            self._lie_down(now)

    def throttled(self, pause: float, now: float) -> None:
        """It asked for less: nothing goes to it for a while, and it isn't ill."""
        self.rests_until = max(self.rests_until, now + pause)

    @property
    def _failing(self) -> bool:
        if len(self.answers) < FEWEST:
            return False
        errors = sum(not sound for sound, _ in self.answers)
        median = sorted(took for _, took in self.answers)[len(self.answers) // 2]
        return 2 * errors >= len(self.answers) or median >= SLOW or not any(sound for sound, _ in list(self.answers)[-FEWEST:])

    def _lie_down(self, now: float) -> None:
        self.rest = min(GROWS * self.rest, LONGEST_REST) if self.ill else SHORTEST_REST
        self.ill, self.rests_until = True, now + self.rest
        self.answers.clear()
