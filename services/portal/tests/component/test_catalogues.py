"""The catalogues' window passes proposals and decisions on with the reader's own rights, and tells intake's faults in place."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import uuid_utils.compat as uuids
from lienthong_contracts import AgencyPublished, ProcedurePublished, RoutePublished
from portal_at_work import Notifier, browser, notifier, running_with, settings_of, token

PROPOSAL = str(uuids.uuid7())
STEP = {"state": "proposed", "by": "an", "at": "2026-11-25T03:00:00Z", "reason": "", "decision_no": "", "decided_on": None}
SHOWN = {"proposal_id": PROPOSAL, "state": "proposed", "title": "Đổi <b>tên</b>", "warnings": ["trùng tên"],
         "entries": [], "history": [STEP]}  # fmt: skip


@pytest.fixture
async def there() -> AsyncGenerator[tuple[Notifier, Any]]:
    async with notifier() as here:
        portal = running_with(settings_of("http://127.0.0.1:9").model_copy(update={"intake_url": here.url}))
        for kind in (AgencyPublished, ProcedurePublished, RoutePublished):
            portal.catalogue.put(kind.model_validate(kind.example))
        async with browser(portal) as client:
            yield here, client


def who(subject: str, *roles: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(*roles, subject=subject)}", "Accept": "text/html"}


ADMIN, APPROVER = who("an", "admin"), who("binh", "approver")


async def test_what_is_in_force_is_listed_and_found_without_marks(there: Any) -> None:
    _, client = there
    assert "Thành lập hộ kinh doanh" in (await client.get("/danh-muc/thu-tuc?tim=ho%20kinh%20DOANH", headers=ADMIN)).text
    assert "Không có mục nào" in (await client.get("/danh-muc/thu-tuc?tim=khai%20sinh", headers=ADMIN)).text
    assert (await client.get("/danh-muc/khac", headers=ADMIN)).status_code == 404
    assert (await client.get("/danh-muc/thu-tuc/muc?ma=khong-co", headers=ADMIN)).status_code == 404


async def test_an_entry_is_shown_even_when_intake_does_not_answer(there: Any) -> None:
    here, client = there
    here.status = 503
    page = await client.get("/danh-muc/lo-trinh/muc?ma=1.001612", headers=who("chi", "officer"))
    assert page.status_code == 200 and "Thẩm định" in page.text and "chưa trả lời" in page.text


async def test_a_proposal_goes_to_intake_as_it_was_written(there: Any) -> None:
    here, client = there
    here.status, here.answer = 422, {"errors": [{"field": "entries.routes.0.legs", "detail": "thiếu thông tin này"}]}
    text = "title: <i>x</i>\nentries:\n  routes:\n    - id: r\n"
    answer = await client.post("/danh-muc/de-xuat/moi", data={"noi_dung": text, "key": "a" * 32}, headers=ADMIN)
    assert answer.status_code == 422
    assert "Dòng 4" in answer.text and "thiếu thông tin này" in answer.text and "&lt;i&gt;x&lt;/i&gt;" in answer.text
    _, path, said, _ = here.asked[-1]
    assert (path, said["content-type"], said["idempotency-key"]) == ("/proposals", "application/yaml", "a" * 32)
    assert said["authorization"] == ADMIN["Authorization"]


async def test_an_approver_decides_with_the_decision_and_not_on_their_own(there: Any) -> None:
    here, client = there
    here.answer = SHOWN
    page = (await client.get(f"/danh-muc/de-xuat/{PROPOSAL}", headers=APPROVER)).text
    assert "Duyệt và công bố" in page and "Đổi &lt;b&gt;tên&lt;/b&gt;" in page and "Vì sao chấp nhận các cảnh báo" in page
    own = (await client.get(f"/danh-muc/de-xuat/{PROPOSAL}", headers=who("an", "admin", "approver"))).text
    assert "Duyệt và công bố" not in own and "Rút đề xuất" in own
    said = {"so": "QĐ 7/QĐ-UBND", "ngay": "2026-11-25", "key": "b" * 32}
    assert (await client.post(f"/danh-muc/de-xuat/{PROPOSAL}/duyet", data=said, headers=APPROVER)).status_code == 303
    assert here.asked[-1][1] == f"/proposals/{PROPOSAL}/approve"
    assert here.asked[-1][3] == {"decision_no": "QĐ 7/QĐ-UBND", "decided_on": "2026-11-25", "override": ""}
    assert (await client.post(f"/danh-muc/de-xuat/{PROPOSAL}/xoa", data=said, headers=APPROVER)).status_code == 404


async def test_officers_see_entries_and_no_proposals(there: Any) -> None:
    _, client = there
    assert (await client.get("/danh-muc/de-xuat", headers=who("chi", "officer"))).status_code == 403
    assert (await client.post("/danh-muc/de-xuat/moi", data={"noi_dung": "x"}, headers=APPROVER)).status_code == 403
