"""What somebody writes is shown as they wrote it, wherever it ends up: it is no formula, no template, no header (issue 8)."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_runtime import Actor
from lienthong_runtime.answers import owned
from lienthong_runtime.letters import environment
from notifier.channels import Rendered
from notifier.channels.letter_mail import Sender, as_mail
from notifier.channels.returns import Returns
from openpyxl import load_workbook
from portal.figures.period import Period
from portal.figures.report_06a import COLUMNS
from portal.figures.sheet import workbook
from portal.figures.views import Chosen, ReportRow, ReportView

COMMANDS = ["=1+1", '=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(1)", "\t=1", "=cmd|'/c calc'!A0", "{=1}", "http://evil.example"]
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_cell_that_looks_like_a_formula_is_words(name: str) -> None:
    counts = {column.key: 1 for column in COLUMNS}
    chosen = Chosen(Period(date(2026, 1, 1), date(2026, 11, 26)), "H32", name)
    view = ReportView(NOW, chosen, (), (), COLUMNS, (ReportRow("a", name, counts),), ReportRow("", "", counts))
    sheet = load_workbook(BytesIO(workbook(view))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert [cell.data_type for cell in cells if cell.value == name] == ["s"]


@pytest.mark.parametrize("name", ["{{ 7 * 7 }}", "{% for a in b %}", "{{ ''.__class__ }}", "{# x #}", "#{7*7}", "${7*7}"])
def test_a_name_that_looks_like_a_template_is_a_name(name: str) -> None:
    assert environment().from_string("Kính gửi {{ name }},").render(name=name) == f"Kính gửi {name},"


@pytest.mark.parametrize("subject", ["Tin\r\nBcc: a@evil.example", "Tin\nBcc: a@evil.example", "Tin\u2028Bcc: a@evil.example"])
def test_a_subject_begins_no_other_header(subject: str) -> None:
    sender = Sender("Một cửa", "khong-tra-loi@vi-du.vn", Returns("vi-du.vn", "key"))
    try:
        mail = as_mail(Rendered("an@vi-du.vn", subject, "Xin chào", "01933c3e-7a00-5000-8000-000000000001"), sender).as_bytes()
    except ValueError:
        return
    assert message_from_bytes(mail, policy=default)["Bcc"] is None


codes = some.from_regex(r"[0-9A-Za-z._/@-]{1,8}", fullmatch=True)
actors = some.builds(Actor, codes, some.none() | codes, some.just(frozenset({"desk"})))


@given(actors, actors, some.text(min_size=8, max_size=20), some.text(min_size=8, max_size=20))
def test_a_key_is_its_actor_s_own_however_it_is_written(one: Actor, other: Actor, key: str, another: str) -> None:
    same = (one.subject, one.agency, key) == (other.subject, other.agency, another)
    assert (owned(key, one) == owned(another, other)) is same
