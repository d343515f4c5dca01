"""What is printed: every word given, nothing that a name could command, and the same bytes each time."""

import re
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import zxingcpp
from forms_samples import (
    APOLOGY,
    CODE,
    CONTROL,
    FORMS,
    HEAD,
    LEDGER,
    PAPERS_PRINTED,
    RECEIPT,
    REFUSAL,
    ROW,
    STOP,
    SUPPLEMENT,
    THANKS,
    at,
)
from hypothesis import given, settings
from hypothesis import strategies as some
from intake import forms as f
from intake.forms.edition import number_of, title_of
from intake.forms.qr import lookup_address, qr_svg
from msgspec import Struct
from msgspec.structs import replace
from pypdf import PdfReader

A5, A5_LYING, A4_LYING = (148, 210), (210, 148), (297, 210)
PRINTER = f.Forms("https://dichvucong.example/")
CHOICES = {"counter", "post", "online", "early", "on_time", "late", "thanks", "TT01/2018", "TT03/2025"}
each_paper = pytest.mark.parametrize("paper", PAPERS_PRINTED, ids=lambda paper: type(paper).__name__)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def squeezed(text: str) -> str:
    """Without white space, which a line's end and a table's cell change."""
    return "".join(text.split()).casefold()


def printed(paper: f.Form | f.Letter) -> str:
    return squeezed("\n".join(page.extract_text() for page in read(PRINTER.pdf(paper)).pages))


def texts_of(value: object) -> Iterator[str]:
    """Every text and day that a reader must find again."""
    match value:
        case str() if value not in CHOICES:
            yield value
        case date():
            yield f"{value:%d/%m/%Y}"
        case tuple():
            yield from (text for item in value for text in texts_of(item))
        case Struct():
            yield from (text for name in value.__struct_fields__ if name != "on" for text in texts_of(getattr(value, name)))


@each_paper
def test_every_field_stands_on_the_paper(paper):
    text = printed(paper)
    assert not [given for given in texts_of(paper) if squeezed(given) not in text]
    assert squeezed("Thuận Bắc, ngày 23 tháng 11 năm 2026") in text and squeezed("Độc lập - Tự do - Hạnh phúc") in text


@pytest.mark.parametrize(("paper", "words"), [
    (RECEIPT, ("Hình thức nộp: dịch vụ bưu chính", "02 bộ", "Đăng ký nhận kết quả tại: Bộ phận một cửa", "08 giờ 05, ngày 23/11/2026",
               "17 giờ 00, ngày 27/11/2026", "theo mẫu 1 2", "của cha, mẹ 3 4")),
    (SUPPLEMENT, ("Đề nghị bổ sung trước: 17 giờ 00, ngày 02/12/2026",)),
    (APOLOGY, ("Số lần đã gia hạn: 0", "11 giờ 30, ngày 01/12/2026")),
    (CONTROL, ("1. Giao: Phòng Văn hóa", "2. Nhận: Công an", "16 giờ 10 25/11/2026", "Đúng hạn", "Quá hạn", "Không được ghi đè")),
    (LEDGER, ("Quyển số: 01", "từ số 01 đến số 01", "dịch vụ bưu chính", "Bản sao: 3")),
    (THANKS, ("trân trọng cảm ơn Ông/Bà đã góp ý",)),
], ids=lambda v: type(v).__name__)  # fmt: skip
def test_choices_counts_and_hours_are_said_in_vietnamese(paper, words):
    text = printed(paper)
    assert not [word for word in words if squeezed(word) not in text]


@pytest.mark.parametrize("kind", ["thanks", "congratulation", "condolence", "apology"])
def test_each_kind_of_letter_has_its_own_words_and_may_be_given_others(kind):
    own = printed(replace(THANKS, kind=kind, occasion="gia đình đón cháu An Nhiên"))
    others = printed(replace(THANKS, kind=kind, paragraphs=("Lời của Chủ tịch.",)))
    assert squeezed("gia đình đón cháu An Nhiên") in own and squeezed("Lời của Chủ tịch.") in others
    assert squeezed("Ông/Bà") in own and squeezed("Ông/Bà") not in others


@each_paper
def test_forms_are_a5_letters_a5_lying_and_the_ledger_a4(paper):
    expected = {f.Ledger: A4_LYING, f.Letter: A5_LYING}.get(type(paper), A5)
    sizes = {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in read(PRINTER.pdf(paper)).pages}
    assert sizes == {expected}


@each_paper
def test_a_paper_is_archival_tagged_vietnamese_and_named(paper):
    pdf = PRINTER.pdf(paper)
    catalog = read(pdf).trailer["/Root"]
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>A<", pdf, re.DOTALL) and b"pdfuaid:part>1<" in pdf
    assert catalog["/Lang"].startswith("vi") and "/StructTreeRoot" in catalog
    title = read(pdf).metadata.title
    assert title.endswith(CODE) if paper.code else title == "Sổ theo dõi hồ sơ năm 2026"


@each_paper
def test_the_same_data_gives_the_same_bytes_from_any_printer(paper):
    assert PRINTER.pdf(paper) == f.Forms("https://dichvucong.example").pdf(paper)


def test_several_threads_may_ask_one_printer():
    expected = [PRINTER.pdf(form) for form in FORMS]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(PRINTER.pdf, FORMS * 3)) == expected * 3


def test_the_numbers_are_those_of_the_circular_in_force():
    new, old = FORMS, [replace(form, edition="TT01/2018") for form in FORMS if form is not STOP]
    assert [number_of(form) for form in new] == ["01", "02", "03", "04", "05", "06", "07"]
    assert [number_of(form) for form in old] == ["01", "02", "03", "04", "05", "06"]
    assert squeezed("Mẫu số 06 · Thông tư số 03/2025/TT-VPCP") in printed(CONTROL)
    assert squeezed("Mẫu số 05 · Thông tư số 01/2018/TT-VPCP") in printed(replace(CONTROL, edition="TT01/2018"))
    assert (f.edition_on(date(2025, 6, 30)), f.edition_on(date(2025, 7, 1))) == ("TT01/2018", "TT03/2025")


def test_the_old_apology_makes_a_new_appointment_and_the_new_one_asks_for_more_time():
    old = replace(APOLOGY, edition="TT01/2018")
    assert title_of(old) == "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    assert squeezed("hẹn lại thời gian trả kết quả") in printed(old)
    assert squeezed("đề nghị gia hạn thời gian giải quyết") in printed(APOLOGY)


def test_nobody_gave_notice_of_a_stop_before_2025():
    with pytest.raises(f.NoSuchForm):
        PRINTER.pdf(replace(STOP, edition="TT01/2018"))


def test_an_instant_of_nowhere_is_not_printed_and_another_zones_is_printed_as_viet_nams():
    with pytest.raises(f.NaiveInstant):
        PRINTER.pdf(replace(RECEIPT, received_at=datetime(2026, 11, 23, 8)))  # noqa: DTZ001
    assert squeezed("01 giờ 30, ngày 24/11/2026") in printed(replace(RECEIPT, received_at=datetime(2026, 11, 23, 18, 30, tzinfo=UTC)))


HOSTILE = [
    '#read("/etc/passwd")', '#image("qr.svg")', "*đậm* _nghiêng_ `mã` $x^2$", "= Tiêu đề", "- mục", "1. mục", "@ref <label>", "// chú",
    r"\u{41} \ \#", '"); panic("x', "[#] {x}", "#include \"form.typ\"", "https://example.vn/x", '{"name": "x"}', "--- ... -- 'q' \"q\"",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_commands_nothing(name):
    as_name = replace(RECEIPT, submitter=f.Party(name=name), head=replace(HEAD, agency=name), components=(f.Component(name=name),))
    assert printed(as_name).count(squeezed(name)) >= 4  # issuer, submitter, component, signature
    reader = read(PRINTER.pdf(as_name))
    assert not any("/Annots" in page for page in reader.pages) and not reader.attachments


def test_a_name_cannot_turn_the_line_around_nor_be_spelled_apart():
    assert squeezed("Nguyễn Ẩn (giả)") in printed(replace(REFUSAL, owner=f.Party(name="Nguyễn\u202e \u200bẨn\x07 (giả)")))
    apart = unicodedata.normalize("NFD", "Đỗ Ỷ Lan ở Đắk Ơ")
    assert squeezed("Đỗ Ỷ Lan ở Đắk Ơ") in printed(replace(REFUSAL, owner=f.Party(name=apart)))


def test_a_letter_that_no_face_has_is_printed_as_a_box_and_not_as_an_archival_file():
    pdf = PRINTER.pdf(replace(REFUSAL, owner=f.Party(name="王 Vương")))
    assert b"pdfaid" not in pdf and "Vương" in read(pdf).pages[0].extract_text()


@given(text=some.text(), kind=some.sampled_from(["thanks", "congratulation", "condolence", "apology"]))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_printed(text, kind):
    text = unicodedata.normalize("NFC", text)
    letter = replace(THANKS, kind=kind, addressee=text, occasion=text, paragraphs=(text,) if len(text) % 2 else ())
    assert read(PRINTER.pdf(letter)).pages


VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def test_every_vietnamese_letter_comes_out_as_it_went_in():
    letters = f"{VIETNAMESE} {VIETNAMESE.upper()}"
    pdf = PRINTER.pdf(replace(REFUSAL, content=" ".join(letters)))
    text = "".join(read(pdf).pages[0].extract_text().split())
    assert letters.replace(" ", "") in text and b"pdfaid" in pdf


def test_forty_dossiers_are_numbered_without_a_gap_below_a_repeated_head():
    rows = tuple(replace(ROW, code=f"H32.41-261123-{n:04}") for n in range(1, 41))
    pages = [page.extract_text() for page in read(PRINTER.pdf(replace(LEDGER, rows=rows, closed_on=None))).pages]
    text = squeezed("".join(pages))
    places = [text.index(squeezed(f"{n:02}{row.code}")) for n, row in enumerate(rows, 1)]
    assert len(pages) > 1 and places == sorted(places)
    assert all("Mã hồ sơ" in page and f"Trang {n}/{len(pages)}" in page for n, page in enumerate(pages, 1))


def test_a_part_of_the_ledger_goes_on_counting():
    text = printed(replace(LEDGER, rows=(ROW, ROW), first=118))
    assert squeezed(f"118{CODE}") in text and squeezed(f"119{CODE}") in text and squeezed("từ số 118 đến số 119") in text


def test_a_line_more_on_the_control_slip_leaves_the_earlier_ones_as_they_were():
    more = replace(CONTROL, hand_overs=(*CONTROL.hand_overs, f.HandOver(from_agency="Công an xã Thuận Bắc", to_agency="Thuế cơ sở 7")))
    lines = printed(CONTROL).partition(squeezed("1. Giao:"))[2].partition(squeezed("Mỗi lần giao"))[0]
    assert lines.partition("trang")[0] in printed(more) and squeezed("2. Nhận: Thuế cơ sở 7") in printed(more)


@pytest.mark.parametrize(("blank", "more"), [
    (replace(REFUSAL, owner=f.Party(name=""), content="", reason="", legal_ground="", number="", signer=f.Signer(),
             contact=f.Contact()), 13),
    (replace(SUPPLEMENT, items=(), guide=f.Contact(), website="", answer_by=None), 4),
    (replace(RECEIPT, components=(), submitter=f.Party(name=""), receiver=""), 8),
    (replace(STOP, received_at=None, requested_on=None, finance=""), 4), (replace(CONTROL, hand_overs=()), 4),
    (replace(LEDGER, rows=(), closed_on=None), 11), (replace(THANKS, occasion="", number="", code=""), 2),
], ids=lambda value: type(value).__name__)  # fmt: skip
def test_what_is_unknown_is_left_to_be_written_in(blank, more):
    full = next(paper for paper in PAPERS_PRINTED if type(paper) is type(blank))
    assert lines_drawn(blank) - lines_drawn(full) == more and b"pdfaid" in PRINTER.pdf(blank)


def lines_drawn(paper: f.Form | f.Letter) -> int:
    """Dotted lines, and those around the empty rows of a table."""
    return read(PRINTER.pdf(paper)).pages[0].get_contents().get_data().count(b" l\n")


def test_a_long_reason_goes_on_to_further_pages_that_say_what_they_belong_to():
    pages = [page.extract_text() for page in read(PRINTER.pdf(replace(REFUSAL, reason="Lý do rất dài. " * 400))).pages]
    assert len(pages) > 2 and all(CODE in page for page in pages) and " ".join(pages).count("dài.") == 400


def test_no_page_is_signed_that_says_nothing():
    letter = replace(THANKS, code="", paragraphs=("Rất dài. " * 60, "Rất dài. " * 60, "Kính chúc Ông/Bà mạnh khỏe."))
    last = read(PRINTER.pdf(letter)).pages[-1].extract_text()
    assert letter.signer.name in last and "Kính chúc" in last and "Kính gửi" not in last


def test_a_usual_receipt_keeps_to_one_page():
    assert len(read(PRINTER.pdf(RECEIPT)).pages) == 1


def modules(svg: str) -> memoryview:
    """The picture as a telephone sees it: black modules on white, four of them free around, four points each."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    rows, x, y = [[255] * (size + 8) for _ in range(size + 8)], 0.0, 0.0
    for move, dx, dy in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", re.search(r' d="([^"]+)"', svg)[1]):
        if move == "h":
            for column in range(int(x), int(x + float(dx))):
                rows[int(y) + 4][column + 4] = 0
            x += float(dx)
        else:
            x, y = (float(dx), float(dy)) if move == "M" else (x + float(dx), y + float(dy))
    large = [bytes(value for value in row for _ in range(4)) for row in rows for _ in range(4)]
    return memoryview(b"".join(large)).cast("B", (len(large), len(large[0])))


@pytest.mark.parametrize(("code", "asked"), [
    (CODE, CODE), ("G09.20-20260609-0092637", "G09.20-20260609-0092637"), ("a&b=ở", "a%26b%3D%E1%BB%9F"),
])  # fmt: skip
def test_the_picture_leads_to_the_dossiers_lookup(code, asked):
    (found,) = zxingcpp.read_barcodes(modules(qr_svg(lookup_address("https://dichvucong.example/", code)).decode()))
    assert found.text == f"https://dichvucong.example/tra-cuu?ma={asked}"


def test_without_a_code_there_is_no_picture():
    caption = squeezed("Quét để tra cứu")
    assert caption in printed(REFUSAL) and caption not in printed(replace(REFUSAL, code=""))


def test_a_day_at_the_turn_of_the_year_is_written_as_offices_write_it():
    assert squeezed("ngày 05 tháng 02 năm 2027") in printed(replace(REFUSAL, on=date(2027, 2, 5)))
    assert squeezed("ngày 05 tháng 9 năm 2027") in printed(replace(REFUSAL, on=date(2027, 9, 5)))
    assert squeezed("00 giờ 00, ngày 01/01/2027") in printed(replace(RECEIPT, due_at=at("2027-01-01T00:00")))
