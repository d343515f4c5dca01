"""A file lists units as rows under a template of agencies; whatever is wrong with it is named with its row."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some
from intake.agencies_file import expanded
from intake.agencies_tree import circles
from intake.catalogue import FaultyCatalogue, read_catalogue

TEMPLATE = {"template": "xã", "valid_from": "2020-01-01", "valid_to": "2025-07-01", "agencies": [
    {"id": "{id}", "name": "UBND {unit}", "kind": "one_stop", "successor": "{next}"},
    {"id": "BCA.{code}", "name": {"xã": "Công an {unit}", "other": "Đồn {unit}"}, "kind": "vertical", "successor": "BCA.{next_code}"},
]}  # fmt: skip
TOP = {"id": "H1", "name": "Tỉnh", "kind": "government", "valid_from": "2020-01-01"}


def group(*rows, like="xã", **more):
    return {"like": like, "rows": list(rows), **more}


def raws(*items):
    found, faults = expanded({"x.yml": items})
    assert faults == []
    return [raw for _, raw in found]


def test_a_row_becomes_the_agencies_of_its_template():
    desk, police = raws(TEMPLATE, group(["H1.02", "xã", "Bắc Sơn", "H2.43"]))
    assert (desk["id"], desk["name"], desk["parent"], desk["successor"]) == ("H1.02", "UBND xã Bắc Sơn", "H1", "H2.43")
    assert (police["id"], police["name"], police["parent"], police["successor"]) == ("BCA.1.02", "Công an xã Bắc Sơn", "H1.02", "BCA.2.43")


def test_a_row_without_a_successor_has_none_and_a_name_may_depend_on_the_level():
    desk, police = raws(TEMPLATE, group(["H1", "đặc khu", "Trường Sa"]))
    assert (desk["parent"], desk["successor"], police["successor"], police["name"]) == (None, None, None, "Đồn đặc khu Trường Sa")


def test_what_is_written_nearer_goes_first():
    own = TEMPLATE | {"agencies": [{**TEMPLATE["agencies"][0], "valid_to": "2025-03-01"}, TEMPLATE["agencies"][1]]}
    desk, police = raws(own, group(["H1.1", "xã", "A"], valid_to=None, decision_no="NQ 1", one_stop={"level": "x", "decision_no": "NQ 2"}))
    assert (desk["valid_to"], police["valid_to"], desk["valid_from"]) == ("2025-03-01", None, "2020-01-01")
    assert (desk["decision_no"], police["decision_no"], desk["level"]) == ("NQ 2", "NQ 1", "x")
    assert "rows" not in desk and "one_stop" not in desk


def test_plain_entries_stay_as_they_are_and_a_template_may_stand_in_another_file():
    found, faults = expanded({"a.yml": [TOP, group(["H1.1", "xã", "A"])], "b.yml": [TEMPLATE]})
    assert (found[0], [raw["id"] for _, raw in found], faults) == (("a.yml[0]", TOP), ["H1", "H1.1", "BCA.1.1"], [])


def plain(own, **more):
    return TOP | {"id": own, **more}


A, B = ["H1.1", "xã", "A"], ["H1.2", "xã", "B"]
# What stands in the file, and what the message must name.
FAULTS = {
    "an unknown template": ([group(A, like="thôn")], ["x.yml[2].rows[0]", "H1.1", "no template 'thôn'"]),
    "a row too short": ([group(A, ["H1.9", "xã"])], ["x.yml[2].rows[1]", "H1.9", "[id, level, name]"]),
    "no row at all": ([group(A, None)], ["x.yml[2].rows[1]", "[id, level, name]"]),
    "the same row twice": ([group(A, B), group(B)], ["x.yml[3].rows[0]", "H1.2@1 stands twice, first in x.yml[2].rows[1]"]),
    "a row and an entry of one id": ([group(A), plain("H1.1")], ["x.yml[3]", "H1.1@1 stands twice, first in x.yml[2].rows[0]"]),
    "an unknown superior": ([group(["H7.1", "xã", "C"])], ["x.yml[2].rows[0]", "H7.1", "no agency H7, its parent"]),
    "an unknown successor": ([group([*A, "H7.7"])], ["x.yml[2].rows[0]", "H1.1", "no agency H7.7, its successor"]),
    "a circle of superiors": ([plain("P", parent="Q"), plain("Q", parent="P")], ["x.yml[2]", "P", "a circle of parents"]),
    "an agency above itself": ([plain("P", parent="P")], ["x.yml[2]", "P", "a circle of parents"]),
    "a circle of successors": ([group([*A, "H1.2"], [*B, "H1.1"])], ["x.yml[2].rows[0]", "H1.1", "a circle of successors"]),
    "a word that no row has": ([TEMPLATE | {"template": "ấp", "agencies": [{"id": "{street}", "kind": "one_stop"}]}, group(A, like="ấp")],
                               ["x.yml[3].rows[0]", "'ấp'", "street"]),
    "an entry that is none": (["H1.1"], ["x.yml[2]"]),
    "a kind that the law doesn't know": ([TEMPLATE | {"template": "b", "agencies": [{"id": "{id}", "name": "x", "kind": "ministry"}]},
                                          group(A, like="b")], ["x.yml[3].rows[0]", "H1.1", "kind"]),
}  # fmt: skip


def told(tmp_path, items):
    (tmp_path / "agencies").mkdir(parents=True)
    (tmp_path / "agencies" / "x.yml").write_text(yaml.safe_dump([TOP, TEMPLATE, *items], allow_unicode=True), "utf-8")
    try:
        read_catalogue(tmp_path)
    except FaultyCatalogue as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_file_and_row(tmp_path, fault):
    items, names = FAULTS[fault]
    message = told(tmp_path, items)
    assert all(name in message for name in names), message


def test_a_file_without_fault_is_told_nothing_of(tmp_path):
    assert told(tmp_path, [group(A, [*B, "H1.1"], valid_to=None)]) == ""


def test_all_faulty_rows_are_named_at_once(tmp_path):
    message = told(tmp_path, [group(A, ["H1.9"]), group(B, like="thôn"), plain("P", kind="ministry")])
    assert all(name in message for name in ("x.yml[2].rows[1]", "x.yml[3].rows[0]", "x.yml[4].kind"))


@given(some.dictionaries(some.sampled_from("abcdefg"), some.sampled_from("abcdefgh") | some.none()))
def test_exactly_who_comes_back_to_itself_is_on_a_circle(after):
    def comes_back(start):
        step = after[start]
        for _ in after:
            if step == start:
                return True
            step = after.get(step)
        return False

    on_circles = {node for node in after if comes_back(node)}
    found = set(circles(after))
    assert found <= on_circles and bool(found) == bool(on_circles)
