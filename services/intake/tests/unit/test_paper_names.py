"""A file name from outside is shown, and steers nothing."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from intake.papers.kinds import KINDS
from intake.papers.names import suffix_of, tidy

NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\x\\a.pdf", "a.pdf"),
    ("/srv/../a.pdf", "a.pdf"),
    ("con.pdf", "_con.pdf"),
    ("LPT1.tar.pdf", "_LPT1.tar.pdf"),
    ("concert.pdf", "concert.pdf"),
    ("a\0b\r\n.pdf", "ab.pdf"),
    ("anh\u202egpj.pdf", "anhgpj.pdf"),
    ("a.pdf:b.exe", "a.pdf_b.exe"),
    (" .. a .pdf. ", "a.pdf"),
    (".pdf", "tệp.pdf"),
    ("..", "tệp"),
    ("", "tệp"),
    ("Đơn đăng ký\u3000khai\u2028sinh.PDF", "Đơn đăng ký khai sinh.PDF"),
]


@pytest.mark.parametrize("name, shown", NAMES)
def test_a_name_is_made_harmless(name: str, shown: str) -> None:
    assert tidy(name) == shown


def test_a_name_written_apart_is_put_together() -> None:
    apart = unicodedata.normalize("NFD", "Giấy chứng nhận quyền sử dụng đất.pdf")
    assert tidy(apart) == unicodedata.normalize("NFC", apart) != apart


def test_a_long_name_is_cut_before_its_ending() -> None:
    shown = tidy("ế" * 300 + ".docx")
    assert shown.endswith("ế.docx")
    assert len(shown.encode()) <= 255


ANY = some.text(max_size=400) | some.text(some.sampled_from("./\\: \u202e\0\u0301aeđ.CON"), max_size=40)
SUFFIXES = some.sampled_from([suffix for kind in KINDS for suffix in kind.suffixes])


@given(ANY)
@example("a\u0300" * 4000)
@example("\ud800.pdf")
def test_no_name_steers_a_file_system_or_a_screen(name: str) -> None:
    shown = tidy(name)
    assert shown
    assert not set(shown) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(letter)[0] == "C" for letter in shown)
    assert shown == unicodedata.normalize("NFC", shown) == shown.strip(" .")
    assert len(shown.encode()) <= 255
    assert tidy(shown) == shown


@given(ANY, SUFFIXES)
def test_an_ending_that_is_taken_is_kept(stem: str, suffix: str) -> None:
    assert suffix_of(tidy(stem + suffix)) == suffix
    assert suffix_of(tidy(stem + suffix.upper())) == suffix
