"""Who has a role around an agency: the index answers as a plain reading of the tree does, on every day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import AgencyPublished
from lienthong_runtime import Catalogue

IDS, ROLES = ["A", "B", "C", "D", "E", "F"], ["tax", "desk"]
TURNS = [date(2025, 1, 1), date(2025, 7, 1), date(2026, 1, 1)]
DAYS = some.dates(date(2024, 12, 30), date(2026, 1, 2))


@some.composite
def trees(draw):
    """Agencies in up to two versions, each under one that comes before it in the alphabet, or under nobody known."""
    return [AgencyPublished(id=own, entry_version=version, name=own, kind="resolving", valid_from=draw(some.sampled_from(TURNS)),
                            valid_to=draw(some.sampled_from([None, *TURNS])), parent=draw(some.sampled_from([None, "X", *IDS[:place]])),
                            roles=draw(some.lists(some.sampled_from(ROLES), max_size=2).map(tuple)))
            for place, own in enumerate(IDS) for version in range(1, draw(some.integers(1, 3)))]  # fmt: skip


def plainly(catalogue, role, around, day):
    agencies = {own: found for own in IDS if (found := catalogue.in_force(AgencyPublished, own, day))}
    while around in agencies:
        if holders := [a.id for a in agencies.values() if role in a.roles and around in (a.id, a.parent)]:
            return min(holders)
        around = agencies[around].parent
    return None


@given(trees(), some.lists(DAYS, min_size=1, max_size=5))
def test_the_index_finds_whom_a_plain_reading_finds(tree, days):
    catalogue = Catalogue(tree)
    for day in [*days, *TURNS]:
        found = {(role, own): catalogue.holder(role, own, day) for role in ROLES for own in [*IDS, "X", ""]}
        assert found == {(role, own): plainly(catalogue, role, own, day) for role, own in found}


@given(trees(), DAYS)
def test_all_that_is_in_force_on_a_day_is_what_each_entry_answers_for_it(tree, day):
    catalogue = Catalogue(tree)
    list(map(lambda turn: catalogue.every_in_force(AgencyPublished, turn), TURNS))
    expected = [found for own in IDS if (found := catalogue.in_force(AgencyPublished, own, day))]
    assert catalogue.every_in_force(AgencyPublished, day) == expected


def test_an_agency_that_is_published_later_is_found_at_once():
    catalogue = Catalogue([AgencyPublished(id="A", name="A", kind="one_stop", valid_from="2025-01-01")])
    assert catalogue.holder("tax", "A", TURNS[1]) is None
    catalogue.put(AgencyPublished(id="A.1", name="A.1", kind="resolving", parent="A", roles=("tax",), valid_from="2025-01-01"))
    assert catalogue.holder("tax", "A", TURNS[1]) == "A.1"
