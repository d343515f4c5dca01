"""How often somebody may do something."""

from datetime import UTC, datetime, timedelta

from portal.gate.pace import KEPT, Pace, Paces, client

NOW = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_so_many_at_once_and_then_one_every_so_often() -> None:
    paces = Paces({"a": Pace(3, 2.0)})
    assert [paces.wait("a", "x", NOW) for _ in range(4)] == [0, 0, 0, 2.0]
    assert paces.wait("a", "x", later(1.9)) > 0 and paces.wait("a", "x", later(2)) == 0 and paces.wait("a", "x", later(2)) == 2.0


def test_who_waited_long_enough_may_do_as_many_at_once_as_at_first() -> None:
    paces = Paces({"a": Pace(3, 2.0)})
    for moment in (NOW, later(60)):
        assert [paces.wait("a", "x", moment) for _ in range(4)] == [0, 0, 0, 2.0]


def test_asking_too_early_makes_nobody_wait_longer() -> None:
    paces = Paces({"a": Pace(1, 10.0)})
    paces.wait("a", "x", NOW)
    assert [round(paces.wait("a", "x", later(n)), 3) for n in (1, 2, 3)] == [9, 8, 7]


def test_each_is_counted_apart() -> None:
    paces = Paces({"a": Pace(1, 10.0), "b": Pace(1, 10.0)})
    assert [paces.wait(what, who, NOW) for what, who in (("a", "x"), ("a", "y"), ("b", "x"))] == [0, 0, 0]


def test_who_asks_under_a_thousand_names_does_not_fill_the_memory() -> None:
    paces = Paces({"a": Pace(1, 10.0)})
    for n in range(KEPT + 500):
        paces.wait("a", str(n), NOW)
    assert len(paces._free_at) == KEPT


def test_all_addresses_of_one_house_are_one_client() -> None:
    assert client("2001:db8:1:2:3::4") == client("2001:db8:1:2:ffff::1") != client("2001:db8:1:3::1")
    assert client("203.0.113.7") == "203.0.113.7"
