"""The live lines: each board gets those of its reader's dossiers, by the wall's own rule."""

import asyncio
from datetime import date
from types import SimpleNamespace
from typing import Any

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Actor, Catalogue
from portal.api import place
from portal.holes import Holes
from portal.live import CATCH_UP, JUMP, Board, Listener, Tail, listener

AGENCIES = {"A": "B", "B": None, "C": None}


def catalogue() -> Catalogue:
    return Catalogue([AgencyPublished(id=own, entry_version=1, name=own, kind="resolving", valid_from=date(2025, 7, 1), successor=successor)
                      for own, successor in AGENCIES.items()])  # fmt: skip


def sees(agency: str | None, role: str, *parties: str) -> bool:
    reader = Actor("an", agency, frozenset([role]))  # type: ignore[list-item]
    return listener(reader, catalogue(), "vi").may_see(frozenset(parties))


def test_a_line_is_shown_to_every_agency_with_a_part_in_its_dossier() -> None:
    assert sees("B", "desk", "C", "B")
    assert sees("C", "head", "C", "B")


def test_a_line_of_other_agencies_is_not_shown() -> None:
    assert not sees("A", "officer", "C", "B")
    assert not sees("B", "officer")


def test_a_successor_sees_its_predecessors_lines() -> None:
    assert sees("B", "officer", "A")


def test_an_overseer_sees_every_line_even_of_a_dossier_nobody_has_a_part_in() -> None:
    assert sees(None, "auditor", "C") and sees("A", "admin", "C") and sees(None, "approver")


def test_an_officer_without_an_agency_sees_no_line() -> None:
    assert not any(sees(agency, "officer", party) for agency in (None, "") for party in AGENCIES)


def test_a_board_goes_on_where_its_browser_says_or_from_its_page() -> None:
    assert (place("12", 5), place("", 5), place("", None)) == (12, 5, None)
    assert [place(wrong, 5) for wrong in ("-1", "x", "²", "9" * 5000)] == [5] * 4


def line(seq: int) -> tuple[int, bytes]:
    return seq, f"id: {seq}\n\n".encode()


def entry(seq: int, *parties: str) -> dict[str, Any]:
    return {"seq": seq, "parties": list(parties), "code": "", "kind": "x", "body": b"{}"}


class Words:
    """Counts how often a line is put into words."""

    def __init__(self) -> None:
        self.made: list[tuple[int, str]] = []

    def line(self, entry: Any, _code: str, lang: str) -> Any:
        self.made.append((entry["seq"], lang))
        return entry["seq"]


def tail_with(*listeners: Listener) -> tuple[Tail, list[Board]]:
    tail = Tail(lambda line, lang: f"{line}-{lang}")
    boards = [Board() for _ in listeners]
    for whom, board in zip(listeners, boards, strict=True):
        tail._boards[whom].append(board)
    return tail, boards


def test_a_line_is_worded_once_a_language_however_many_boards_are_open() -> None:
    words = Words()
    tail, boards = tail_with(*[Listener("vi", None)] * 100, *[Listener("en", None)] * 50, Listener("vi", frozenset(["A"])))
    tail.hand_out(words, [entry(1, "A"), entry(2, "B")])  # type: ignore[arg-type]
    assert sorted(words.made) == [(1, "en"), (1, "vi"), (2, "en"), (2, "vi")]
    assert b"2-en" in boards[149].take() and boards[150].take().count(b"id:") == 1


def test_a_quiet_agencys_line_is_not_lost_among_many_of_others() -> None:
    tail, (board,) = tail_with(Listener("vi", frozenset(["A"])))
    tail.hand_out(Words(), [entry(1, "A"), *(entry(seq, "B") for seq in range(2, 300))])  # type: ignore[arg-type]
    assert board.take() == b"id: 1\nevent: line\ndata: 1-vi\n\n"


def test_a_board_that_reads_slowly_gets_the_newest_lines_and_is_told() -> None:
    board = Board()
    for seq in range(1, 101):
        board.put([line(seq)])
    taken = board.take()
    assert taken.startswith(JUMP) and taken.count(b"id:") == CATCH_UP and taken.endswith(b"id: 100\n\n")
    assert board.take() == b""


def test_a_burst_is_one_write_in_its_order() -> None:
    board = Board()
    board.put([line(1), line(2)])
    board.put([line(3)])
    assert board.take() == b"id: 1\n\nid: 2\n\nid: 3\n\n"


def test_what_a_board_caught_up_with_does_not_come_twice() -> None:
    board = Board()
    board.put([line(1), line(2), line(3)])
    assert board.take({1, 2}) == b"id: 3\n\n"


def test_an_entry_that_commits_late_is_read_when_it_is_there() -> None:
    holes = Holes(lambda: 0.0)
    holes.begin(10)
    holes.note([11, 13, 14])
    assert (holes.end, holes.open) == (14, [12])
    holes.note([12, 15])
    assert (holes.end, holes.open) == (15, [])


def test_a_place_that_stays_empty_is_given_up() -> None:
    now = [0.0]
    holes = Holes(lambda: now[0])
    holes.begin(1)
    holes.note([5])
    assert holes.open == [2, 3, 4]
    now[0] = 11.0
    assert holes.open == []


async def test_streams_end_at_once_when_the_process_is_told_to_stop() -> None:
    tail, parts = Tail(lambda _line, _lang: ""), SimpleNamespace(stopping=asyncio.Event(), catalogue=catalogue())
    streams = [tail.stream(parts, Actor("an", None, frozenset(["admin"])), None, "vi") for _ in range(200)]  # type: ignore[arg-type]
    assert {await anext(stream) for stream in streams} == {b"retry: 2000\n\n"}
    waiting = [asyncio.create_task(anext(stream, b"over")) for stream in streams]
    closing = asyncio.create_task(tail._close(parts.stopping))
    await asyncio.sleep(0)
    parts.stopping.set()
    assert set(await asyncio.gather(*waiting)) == {b"over"}
    await closing
    assert not tail._boards
