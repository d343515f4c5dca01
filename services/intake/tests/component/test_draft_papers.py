"""What was put to a draft goes with it when it is handed in, names and all."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest_asyncio
from administration_at_work import Office, signed
from papers_at_work import attached, drafted, office_with_papers


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, f"{prefix}drf", tmp_path_factory.mktemp("papers")):
        yield office


async def submitted(office: Office, *names: str) -> tuple[str, list[str]]:
    """A draft with files of these names, handed in; its id and its documents'."""
    dossier = await drafted(office)
    for name in names:
        assert (await attached(office, dossier, name)).status_code == 201
    answer = await office.post(f"/dossiers/{dossier}/submit", {}, "cd1", ("citizen",))
    assert (answer.status_code, answer.json()["status"]) == (200, "submitted"), answer.text
    return dossier, [document["document"] for document in answer.json()["documents"]]


async def test_files_of_a_draft_keep_their_names_when_it_is_handed_in(office: Office) -> None:
    names = ["Căn cước của Ẩn.pdf", "Giấy ra viện.pdf"]
    dossier, documents = await submitted(office, *names)
    person = (await office.get(f"/dossiers/{dossier}/person", "cd1", ("citizen",))).json()
    assert person["files"] == dict(zip(documents, names, strict=True))
    assert (person["name"], person["phone"]) == ("Nguyễn Thị Ngọc Ẩn", "+84912345678")


async def test_a_handed_in_dossier_is_found_by_its_person_and_by_its_files_names(office: Office) -> None:
    dossier, _ = await submitted(office, "Phẫu thuật.pdf")
    for words in ("phau thuat", "ngoc an"):
        found = await office.client.get("/dossiers", params={"q": words}, headers=signed("mc1", "desk", agency="H1"))
        assert dossier in [line["dossier_id"] for line in found.json()], words
