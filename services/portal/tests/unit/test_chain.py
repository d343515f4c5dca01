"""No byte of the ledger can change without its chain, its day's seal and every later seal saying so (design.md §6)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from portal.domain.chain import Entry, entry_hash, hash_of, path, root, seal_hash

AT = datetime(2026, 11, 23, 2, 0, 0, 123456, UTC)
FIELDS = {"dossier_id": UUID(int=1), "source": "intake", "number": 1, "event_id": UUID(int=2), "kind": "DossierReceived", "recorded_at": AT,
          "body": b"{}"}  # fmt: skip
OTHER = {"dossier_id": UUID(int=9), "source": "routing", "number": 2, "event_id": UUID(int=3), "kind": "DossierReceive",
         "recorded_at": AT + timedelta(microseconds=1), "body": b"{ }"}  # fmt: skip
bodies = some.lists(some.binary(max_size=40), min_size=1, max_size=8)
leaves = some.lists(some.binary(min_size=32, max_size=32), min_size=1, max_size=33, unique=True)


def chained(all_of):
    links, prev = [], b""
    for body in all_of:
        prev = entry_hash(prev, **{**FIELDS, "body": body})
        links.append(prev)
    return links


@pytest.mark.parametrize("column", FIELDS)
def test_every_column_is_part_of_an_entrys_hash(column):
    assert entry_hash(b"", **FIELDS) != entry_hash(b"", **{**FIELDS, column: OTHER[column]})
    entry = Entry(**FIELDS, prev=b"", hash=entry_hash(b"", **FIELDS))
    assert hash_of(entry) == entry.hash


@given(bodies, some.data())
def test_no_entry_can_be_changed_without_all_that_follow(all_of, data):
    place = data.draw(some.integers(0, len(all_of) - 1))
    changed = [*all_of[:place], all_of[place] + b"!", *all_of[place + 1 :]]
    before, after = chained(all_of), chained(changed)
    assert before[:place] == after[:place]
    assert all(a != b for a, b in zip(before[place:], after[place:], strict=True))


def test_the_order_of_entries_is_part_of_the_chain():
    assert chained([b"a", b"b"])[-1] != chained([b"b", b"a"])[-1]


@given(leaves, some.data())
def test_a_days_root_tells_a_change_of_any_entry_and_of_their_order_and_number(hashes, data):
    place = data.draw(some.integers(0, len(hashes) - 1))
    changed = [*hashes[:place], bytes(32), *hashes[place + 1 :]]
    assert hashes == changed or root(hashes) != root(changed)
    assert root(hashes) != root(hashes[:-1]) and root(hashes) != root([*hashes, hashes[-1]])
    assert len(hashes) < 2 or root(hashes) != root(hashes[::-1])


@given(leaves, some.data())
def test_an_entrys_path_leads_to_its_days_root_and_no_other_entrys_does(hashes, data):
    from lienthong_local.proof.check import root_by

    place = data.draw(some.integers(0, len(hashes) - 1))
    steps = [[side, beside.hex()] for side, beside in path(hashes, place)]
    assert root_by(hashes[place].hex(), steps) == root(hashes).hex()
    assert root_by(bytes(32).hex(), steps) != root(hashes).hex() or hashes[place] == bytes(32)


def test_a_seal_binds_the_seal_before_it_the_day_and_how_many_it_seals():
    one = seal_hash(b"", date(2026, 11, 23), 3, b"r")
    assert len({one, seal_hash(b"x", date(2026, 11, 23), 3, b"r"), seal_hash(b"", date(2026, 11, 24), 3, b"r"),
                seal_hash(b"", date(2026, 11, 23), 4, b"r"), seal_hash(b"", date(2026, 11, 23), 3, b"s")}) == 5  # fmt: skip
