"""A short storm on a stack of its own, each cheap kind of fault once: nothing is lost or doubled (issue 8)."""

from typing import Any

from lienthong_local.chaos.faults import KINDS, Fault, impossible
from lienthong_local.chaos.ground import ground
from lienthong_local.chaos.outcome import BAR, recovery
from lienthong_local.chaos.run import Wish, run
from lienthong_local.chaos.storm import Storm
from lienthong_local.home import Home
from lienthong_local.kafka_jars import silent

CHEAP = ("kill", "cut", "hold", "delay", "redeliver", "disk")  # a freeze past a session takes twelve seconds by itself


async def test_a_short_storm_loses_and_doubles_nothing(tmp_path_factory: Any) -> None:
    home = Home(tmp_path_factory.mktemp("chaos"), Home.at().cache)
    kinds, said = tuple(kind for kind in KINDS if kind.name in CHEAP), list[str]()
    async with ground(home, 5, silent) as ready:
        once = len(kinds) - len(impossible(ready).keys() & set(CHEAP))
        outcome = await run(ready, Wish(300.0, 5, 2.0, kinds=kinds, most=once), said.append, silent)
    assert outcome.good, outcome.facts()
    assert {fault.kind for fault in outcome.faults} | set(outcome.skipped) >= set(CHEAP)
    assert outcome.report.repeated >= sum(outcome.redelivered.values()) > 0
    assert len(said) == once + 1


class Victims:
    """A ground of names alone."""

    def children(self) -> dict[str, None]:
        return dict.fromkeys(("kafka", "postgres", "intake-0"))


def test_the_same_seed_strikes_the_same_victims_and_each_has_its_turn() -> None:
    ground: Any = Victims()
    kinds = [kind for kind in KINDS if kind.name in ("kill", "cut", "clock")]

    def drawn(seed: int) -> list[tuple[str, str]]:
        draws = Storm(ground, kinds, seed).drawn()
        return [(kind.name, victim) for kind, victim in (next(draws) for _ in range(30))]

    assert drawn(1) == drawn(1) != drawn(2)
    assert {victim for kind, victim in drawn(1) if kind == "kill"} == set(ground.children())
    assert all(len({kind for kind, _ in drawn(1)[n : n + 3]}) == 3 for n in range(0, 30, 3))


def test_what_never_recovered_is_late_and_what_took_too_long_unless_everything_was_killed_at_once() -> None:
    took = [("kill", BAR), ("kill", BAR + 1), ("kill-all", BAR + 1), ("kill-all", None)]
    faults = [Fault(kind, "kafka", 0.0, seconds) for kind, seconds in took]
    assert recovery(faults) == {"count": 4, "p50_s": BAR + 1, "max_s": BAR + 1, "late": 2}
