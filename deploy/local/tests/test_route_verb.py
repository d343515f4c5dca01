"""`lienthong route`: a route drawn for people, for Mermaid and for programs."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.catalogue import read_catalogue
from lienthong_contracts import PlannedLeg, RoutePublished
from lienthong_local.cli import build
from lienthong_local.failure import StackError
from lienthong_local.route.asked import asked, catalogue_in
from lienthong_local.route.flows import FOLDER as FLOWS
from lienthong_local.route.flows import JOURNEYS, pages
from lienthong_local.route.lanes import DESK, HOME, WIDTH, steps
from lienthong_local.route.mermaid import flowchart
from lienthong_local.route.verb import FOLDER
from typer.testing import CliRunner

ROUTES = [entry for entry in read_catalogue(FOLDER, ("procedures", "routes")) if isinstance(entry, RoutePublished)]
CATALOGUE = catalogue_in(FOLDER)
DAY = date(2026, 11, 23)


def told(*words, width=120):
    return CliRunner().invoke(build(), ["route", *words, *(() if "--on" in words else ("--on", "2026-11-23"))], env={"COLUMNS": str(width)})


def refusal(*words):
    result = told(*words)
    assert isinstance(result.exception, StackError) and result.exit_code == 1, result.output
    return str(result.exception)


def leg(name, *after):
    return PlannedLeg(leg=name, agency="office", task="x", share="1wd", after=after)


@pytest.mark.parametrize("way", ROUTES, ids=lambda way: way.key)
def test_every_leg_is_drawn_once_and_below_all_that_it_waits_for(way):
    order = [step.name for step in steps(way.legs, {})]
    assert sorted(order) == sorted([DESK, HOME, *(entry.leg for entry in way.legs)])
    assert all(order.index(other) < order.index(entry.leg) for entry in way.legs for other in entry.after)
    assert (order[0], order[-1]) == (DESK, HOME)


@given(some.permutations("abcdefg"), some.data())
def test_lanes_of_any_order_hang_together(names, data):
    legs = [leg(name, *data.draw(some.sets(some.sampled_from(names[:n]), max_size=3)) if n else ()) for n, name in enumerate(names)]
    above = ""  # in each of its columns a line goes on or ends in a join
    for step in steps(data.draw(some.permutations(legs)), {}):
        assert columns(above) <= columns(step.join or step.node) and columns(step.node) <= columns(step.join or step.node)
        assert step.node.count("●") == 1 and columns(step.below) <= columns(step.node)
        above = step.part or step.below
    assert above == ""


def columns(row):
    return {n // WIDTH for n, sign in enumerate(row) if sign not in " ─"}


def test_two_that_work_side_by_side_stand_in_two_lanes():  # §4.3, 3.000722: the residence beside the health card
    lines = told("3.000722").output.splitlines()
    start = next(n for n, line in enumerate(lines) if "├──╮" in line)
    assert lines[start + 1].strip().startswith("●  │  ∥ Đăng ký thường trú")
    assert any(line.strip().startswith("│  ●  ∥ Cấp thẻ bảo hiểm y tế") for line in lines[start:])
    assert any("├──╯" in line for line in lines[start:])


@pytest.mark.parametrize(("name", "said"), [
    ("1.012786", "▒▒▒ đồng hồ dừng: Người dân nộp nghĩa vụ tài chính ▒▒▒  giai đoạn 2"),
    ("1.012786", "niêm yết công khai 15 ngày, đồng hồ dừng"), ("social.allowance", "niêm yết công khai 2 ngày làm việc, tính vào thời hạn"),
    ("1.013225", "hỏi ý kiến: trả lời trong 2 ngày làm việc, im lặng là đồng ý"), ("1.001612", "Hệ thống thuế trả lời thay cơ quan"),
    ("1.013949", "giám sát: supervising_desk"), ("2.002913", "nhánh survivors: Chế độ tử tuất"), ("3.000722", "có kết quả: Giấy khai sinh"),
    ("3.000722", "(khi được chọn)"), ("1.012786", "Đường dài nhất: 8 ngày làm việc"), ("1.012786", "✓ còn 2 ngày làm việc"),
    ("1.012783.plain", "Vượt thời hạn, đã chấp nhận"), ("1.012783.plain", "✗ vượt 4 ngày làm việc"),
    ("1.013831", "Cho thuê, cho thuê lại: xem 1.013831.sublease"), ("2.002913", "Công dân chọn từ 1 đến 3 nhánh"),
])  # fmt: skip
def test_what_a_reader_has_to_know_of_a_route_is_said(name, said):
    assert said in told(name).output


def test_a_procedure_s_id_asks_for_its_route_of_the_day():  # NĐ 217/2026
    titles = [told("1.013225", "--on", day).output for day in ("2026-06-30", "2026-07-01")]
    assert ["Quy trình mẫu 41" in titles[0], "đến hết 30/06/2026" in titles[0], "Quy trình mẫu 42" in titles[1]] == [True] * 3
    assert "household_business" in told("2.000720").output


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("name", ["2.002913", "1.013831"])
def test_a_drawing_keeps_within_the_terminal(name, width):
    lines = told(name, "--desk", "H32.41", width=width).output.splitlines()
    assert max(map(len, lines)) <= max(width, 60) and all(line == line.rstrip() for line in lines if "│" in line)


def test_around_a_desk_the_agencies_have_their_names():  # R15, R16
    drawn = told("1.013225", "--desk", "H32.41").output
    assert "Trung tâm Phục vụ hành chính công xã Thuận Bắc tiếp nhận" in drawn
    assert "Lãnh đạo UBND xã Thuận Bắc (H32.41.UB)" in drawn and "commune_leader" not in drawn


def test_before_the_reform_the_district_works():  # §1.1
    drawn = told("1.001612", "--on", "2025-06-30", "--desk", "H43.06.01").output
    assert "Phòng Tài chính - Kế hoạch huyện Thuận Bắc" in drawn


def test_a_desk_that_is_closed_is_refused_in_one_sentence():
    assert "H43.06.01 is no one-stop desk on 23/11/2026" in refusal("1.001612", "--desk", "H43.06.01")


def test_what_the_citizen_chose_is_drawn_and_nothing_else():  # 2.002913
    facts = json.loads(told("2.002913", "--branch", "residence", "--json").output)
    assert ([entry["leg"] for entry in facts["legs"]], facts["longest_wd"], facts["chosen"]) == (["death", "residence"], 3.5, ["residence"])


def test_a_branch_that_isn_t_there_is_named_with_those_that_are():
    assert "funeral, residence, survivors" in refusal("2.002913", "--branch", "x")
    assert "no branches" in refusal("1.013227", "--branch", "x")


def test_an_unknown_id_is_told_what_comes_near():
    assert "1.001612" in refusal("1.001613") and "household_business" in refusal("household_busines")
    assert "such as" in refusal("zzz") and "which route" in refusal()


def test_a_procedure_that_is_over_says_since_when_and_what_follows():  # S0-25
    assert refusal("2.000986") == (
        "2.000986 is not in force on 23/11/2026: from 01/01/2024 until 30/06/2024, replaced by 3.000722; give --on")  # fmt: skip


def test_a_program_reads_when_each_leg_runs_and_whether_it_fits():
    facts = json.loads(told("1.013225", "--json", "--desk", "H32.41").output)
    assert {entry["leg"]: (entry["begins_wd"], entry["ends_wd"]) for entry in facts["legs"]} == {
        "appraise": (0, 3), "planning": (0, 2), "licence": (3, 4), "sign": (4, 4.5)}  # fmt: skip
    assert (facts["longest_wd"], facts["procedures"][0]["holds_wd"], facts["procedures"][0]["fits"]) == (4.5, 7, True)
    assert facts["agencies"]["construction"]["id"] == "H32.41.KT"


@pytest.mark.parametrize("way", {way.id: way for way in ROUTES if way.in_force(DAY)}.values(), ids=lambda way: way.id)
def test_a_chart_has_each_leg_and_leads_from_the_desk_back_to_the_desk(way):
    chart = flowchart(asked(CATALOGUE, way.id, DAY))
    edges = [line.split() for line in chart.splitlines() if ">" in line and "[" not in line and "{" not in line]
    reached, ends = {"desk"}, [(edge[0], edge[-1]) for edge in edges]
    for _ in ends:
        reached |= {to for start, to in ends if start in reached}
    assert reached == set(re.findall(r"^  (\w+)[\[({]", chart, re.MULTILINE))


def test_what_nobody_chose_leaves_a_way_home():  # 3.000722: from the residence, past the identity card
    chart = flowchart(asked(CATALOGUE, "3.000722", DAY))
    assert "n2 --> home" in chart and "n2 -. nhánh id_card .-> n4" in chart


def test_the_pages_of_docs_flows_are_as_the_catalogue_is():  # else: ./lienthong route --write-docs
    written = {path.name: path.read_text("utf-8") for path in FLOWS.glob("*.md")}
    assert written == pages(FOLDER) and len(JOURNEYS) == 10
