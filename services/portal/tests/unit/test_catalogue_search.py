"""How a procedure is found: with marks or without, by everyday words, the title first."""

from typing import Any

import pytest
from lienthong_contracts import ProcedurePublished
from portal.catalogue.search import entry, found
from portal.folding import folded

TITLES = {
    "1.001193": ("Đăng ký khai sinh", "Birth registration", "H32-HT"),
    "1.004884": ("Đăng ký lại khai sinh", "Renewed birth registration", "H32-HT"),
    "3.000722": ("Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế", "Birth and residence", "H32-HT"),
    "1.012783": ("Cấp đổi giấy chứng nhận quyền sử dụng đất", "Replacing a land certificate", "H32-DD"),
    "1.013225": ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "Building permit", "H32-XD"),
    "1.001612": ("Thành lập hộ kinh doanh", "Setting up a household business", "H32-KD"),
    "1.003197": ("Xoá đăng ký thường trú", "Removal of a permanent residence", "H32-CTR"),
}


def procedure(one: str) -> Any:
    name, name_en, field = TITLES[one]
    body = {**ProcedurePublished.example, "at": "2026-01-01T00:00:00Z", "id": one, "name": name, "name_en": name_en, "field": field}
    return ProcedurePublished.model_validate({**body, "result": "Giấy tờ", "papers": []})


ENTRIES = tuple(entry(procedure(one)) for one in TITLES)


def ids(asked: str) -> list[str]:
    return [p.id for p in found(ENTRIES, asked).procedures]


@pytest.mark.parametrize("asked", ["khai sinh", "KHAI SINH", "khai  sinh", "khai sính", "khái sinh"])
def test_a_procedure_is_found_with_marks_or_without(asked: str) -> None:
    assert set(ids(asked)) == {"1.001193", "1.004884", "3.000722"}


@pytest.mark.parametrize("asked", ["đất", "dat", "ĐẤT", "đ\u00e2\u0301t"])
def test_a_d_with_a_bar_is_a_d(asked: str) -> None:
    assert ids(asked)[0] == "1.012783"
    assert folded("Đất đai") == "dat dai"


def test_the_words_as_a_phrase_of_the_title_go_first() -> None:
    assert ids("dang ky khai sinh")[0] == "1.001193"
    assert ids("đăng ký lại khai sinh")[0] == "1.004884"


@pytest.mark.parametrize("said, meant", [("sổ đỏ", "1.012783"), ("so hong", "1.012783"), ("xay nha", "1.013225"),
                                         ("mở quán", "1.001612"), ("cắt khẩu", "1.003197")])  # fmt: skip
def test_everyday_words_find_what_the_law_calls_otherwise(said: str, meant: str) -> None:
    assert ids(said)[0] == meant


def test_a_code_and_an_english_word_find_it_too() -> None:
    assert ids("1.001612") == ["1.001612"]
    assert ids("building") == ["1.013225"]


def test_the_beginning_of_a_word_is_enough_from_three_letters_on() -> None:
    assert found(ENTRIES, "thuong tr").nearest and not found(ENTRIES, "thuong tru").nearest
    assert set(ids("thườ")) == {"1.003197", "3.000722"}


def test_where_no_procedure_has_all_words_the_nearest_are_shown_and_said_to_be() -> None:
    some = found(ENTRIES, "đăng ký khai sinh hoả tiễn")
    assert some.nearest and some.procedures[0].id == "1.001193"
    assert found(ENTRIES, "hộ chiếu ngoại giao").procedures == ()


def test_nothing_asked_shows_everything_by_name_and_signs_are_no_words() -> None:
    assert len(ids("")) == len(ids("?!…")) == len(TITLES)
    assert [folded(p.name) for p in found(ENTRIES, "").procedures] == sorted(folded(name) for name, _, _ in TITLES.values())
