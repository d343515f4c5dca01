"""A disk that is full refuses a file as a whole, in words, and nothing of it remains (issue 8)."""

import os
import subprocess
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from administration_at_work import Office
from papers_at_work import attached, drafted, office_with_papers

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: Any) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("small")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(infra: Any, prefix: str, disk: Path, tmp_path_factory: Any) -> AsyncGenerator[Office]:
    async for office in office_with_papers(infra, prefix, tmp_path_factory.mktemp("office"), str(disk / "objects")):
        yield office


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with pytest.raises(OSError, match="space"), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return ballast


async def test_a_full_disk_refuses_the_file_in_words_and_keeps_nothing_of_it(office: Office, disk: Path) -> None:
    dossier = await drafted(office)
    ballast = fill(disk)
    refused = await attached(office, dossier, "a.pdf")
    assert (refused.status_code, refused.headers["content-type"]) == (507, "application/problem+json")
    assert "đã đầy" in refused.json()["errors"][0]["detail"]
    assert not [path for path in (disk / "objects").rglob("*") if path.is_file()]
    ballast.unlink()
    assert (await attached(office, dossier, "a.pdf")).status_code == 201
