"""What differs between two versions is named by field and part, the same way from either side."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.administration.domain.differences import changes_between
from intake.administration.domain.field_names import NAMES
from intake.catalogue import FOLDERS
from lienthong_contracts import ProcedurePublished
from pydantic import BaseModel

FORM, CARD = ({"id": name, "name": name.title(), "copies": 1} for name in ("form", "card"))


def procedure(**fields):
    return ProcedurePublished.model_validate({**ProcedurePublished.example, **fields}).model_dump(mode="json")


def told(old, new):
    return {change.path: (change.label, change.old, change.new) for change in changes_between(procedure(**old), procedure(**new))}


def test_a_field_is_told_with_its_name_and_both_contents():
    assert told({"term": "3wd"}, {"term": "2wd"}) == {"term": ("thời hạn giải quyết", "3wd", "2wd")}


def test_papers_are_compared_by_id_wherever_they_stand():
    new = told({"papers": [FORM]}, {"papers": [CARD, FORM | {"copies": 2}]})
    assert new.keys() == {"papers[card]", "papers[form].copies"}
    assert new["papers[form].copies"] == ("thành phần hồ sơ › form › số bản", 1, 2)
    label, old, added = new["papers[card]"]
    assert (label, old, added["id"]) == ("thành phần hồ sơ › card", None, "card")


def test_another_order_is_told_as_such():
    assert told({"papers": [FORM, CARD]}, {"papers": [CARD, FORM]}) == {
        "papers[]": ("thành phần hồ sơ › thứ tự", ["form", "card"], ["card", "form"])}  # fmt: skip


def test_parts_with_one_id_twice_are_compared_whole():
    assert told({"papers": [FORM]}, {"papers": [FORM, FORM]}).keys() == {"papers"}


def test_the_version_itself_is_no_change():
    assert not told({"entry_version": 1}, {"entry_version": 2})


papers = some.lists(some.builds(lambda i, n, c: {"id": i, "name": n, "copies": c}, some.sampled_from("abc"), some.sampled_from("xy"),
                                some.integers(1, 2)), max_size=3)  # fmt: skip
versions = some.builds(lambda p, t, c, w: {"papers": p, "term": t, "channels": c, "supplement_window": w}, papers,
                       some.sampled_from(["1wd", "2wd"]), some.lists(some.sampled_from(["counter", "online"]), max_size=2),
                       some.sampled_from([None, "2wd"]))  # fmt: skip


@given(versions, versions)
def test_from_the_other_side_old_and_new_change_places(one, other):
    there, back = told(one, other), told(other, one)
    assert back == {path: (label, new, old) for path, (label, old, new) in there.items()}


@given(versions, versions)
def test_there_is_no_change_exactly_when_both_say_the_same(one, other):
    assert (not told(one, other)) == (procedure(**one) == procedure(**other))


def fields_of(schema):
    for model in (schema, *schema.get("$defs", {}).values()):
        yield from model.get("properties", {})


@pytest.mark.parametrize("kind", FOLDERS.values(), ids=FOLDERS)
def test_every_field_has_a_vietnamese_name(kind: type[BaseModel]):
    missing = set(fields_of(kind.model_json_schema())) - NAMES.keys()
    assert not missing, f"{missing}: name them in field_names.py, or a diff shows an English word"
