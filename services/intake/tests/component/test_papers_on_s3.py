"""Documents in a bucket, before an independent S3 server that runs here: the same promises as in a folder."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import obstore
import pytest
import uuid_utils.compat as uuids
from intake.papers import NoSuchObject, Objects, objects_at, receive
from intake.papers.objects import PART
from intake.sweeping import sweep
from lienthong_runtime import Refused
from moto.server import ThreadedMotoServer
from obstore.exceptions import AlreadyExistsError, BaseError
from paper_files import DOCX, DOSSIER, PDF, WINDOWS, sent
from papers_at_work import attached, drafted, office_with_papers

KEYS = {"AWS_ACCESS_KEY_ID": "lienthong", "AWS_SECRET_ACCESS_KEY": "lienthong", "AWS_REGION": "ap-southeast-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


class Bucket:
    """The bucket as its owner sees it: whole objects, and parts of unfinished ones."""

    def __init__(self, endpoint: str) -> None:
        self._client = boto3.client("s3", endpoint_url=endpoint, region_name=KEYS["AWS_REGION"],
                                    aws_access_key_id="owner", aws_secret_access_key="owner")  # fmt: skip
        self._client.create_bucket(Bucket="papers", CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_REGION"]})

    def keys(self) -> list[str]:
        return [line["Key"] for line in self._client.list_objects_v2(Bucket="papers").get("Contents", ())]

    def unfinished(self) -> list[str]:
        return [line["Key"] for line in self._client.list_multipart_uploads(Bucket="papers").get("Uploads", ())]

    def emptied(self) -> "Bucket":
        while keys := [{"Key": key} for key in self.keys()]:
            self._client.delete_objects(Bucket="papers", Delete={"Objects": keys})
        for line in self._client.list_multipart_uploads(Bucket="papers").get("Uploads", ()):
            self._client.abort_multipart_upload(Bucket="papers", Key=line["Key"], UploadId=line["UploadId"])
        return self


@pytest.fixture(scope="module")
def whole_bucket(endpoint: str) -> Bucket:
    return Bucket(endpoint)


@pytest.fixture
def bucket(whole_bucket: Bucket) -> Bucket:
    return whole_bucket.emptied()


@pytest.fixture
def objects(bucket: Bucket, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Objects:
    """As an operator says it: a URL, and the rest in the environment."""
    for name, value in {**KEYS, "AWS_ENDPOINT": endpoint, "AWS_ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(name, value)
    return objects_at("s3://papers/intake")


async def content_of(objects: Objects, key: str) -> bytes:
    return b"".join([piece async for piece in await objects.read(key)])


async def aged(objects: Objects, before: datetime) -> list[str]:
    return [key async for page in objects.last_written(before) for key in page]


@pytest.mark.parametrize("size", [len(PDF), PART - 1, PART, PART + 1, 3 * PART + 5])
async def test_a_file_comes_back_as_it_was(objects: Objects, bucket: Bucket, size: int) -> None:
    content = PDF + bytes(size - len(PDF))
    kept = await receive(objects, DOSSIER, "đơn.pdf", sent(content, 65536))
    assert await content_of(objects, kept.key) == content
    assert (bucket.keys(), bucket.unfinished()) == ([f"intake/{kept.key}"], [])


async def test_an_office_document_is_looked_into_where_it_lies(objects: Objects) -> None:  # by ranges, before it is kept
    kept = await receive(objects, DOSSIER, "đơn.docx", sent(DOCX))
    assert await content_of(objects, kept.key) == DOCX
    read = objects.reader(kept.key, kept.size)
    assert await asyncio.to_thread(read, kept.size - 22, kept.size) == DOCX[-22:]


async def test_nothing_is_ever_overwritten(objects: Objects, bucket: Bucket) -> None:
    kept = await receive(objects, DOSSIER, "a.pdf", sent(PDF))
    await objects.write("incoming/x", sent(PDF + b"other"))
    with pytest.raises(AlreadyExistsError):
        await objects.move("incoming/x", kept.key)
    assert await content_of(objects, kept.key) == PDF
    assert bucket.unfinished() == []


async def test_of_two_moves_to_one_key_one_is_refused(objects: Objects) -> None:
    contents = {f"incoming/{n}": PDF + bytes([n]) for n in range(4)}
    for key, content in contents.items():
        await objects.write(key, sent(content))
    outcomes = await asyncio.gather(*(objects.move(key, "kept/1") for key in contents), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(AlreadyExistsError) == 3
    assert await content_of(objects, "kept/1") in contents.values()


async def test_a_forgotten_paper_is_gone_and_may_be_forgotten_again(objects: Objects, bucket: Bucket) -> None:
    kept = await receive(objects, DOSSIER, "a.pdf", sent(PDF))
    for _ in range(2):
        await objects.forget(kept.key)
    with pytest.raises(NoSuchObject):
        await objects.read(kept.key)
    assert bucket.keys() == []


class BrokenOff(Exception):
    """The client's connection ended."""


@pytest.mark.parametrize("before", [100, PART - 1, 2 * PART + 1])
async def test_an_upload_that_breaks_off_leaves_neither_object_nor_parts(objects: Objects, bucket: Bucket, before: int) -> None:
    async def breaking() -> AsyncGenerator[bytes]:
        async for chunk in sent(PDF + bytes(before), 65536):
            yield chunk
        raise BrokenOff

    with pytest.raises(BrokenOff):
        await receive(objects, DOSSIER, "a.pdf", breaking())
    assert (bucket.keys(), bucket.unfinished()) == ([], [])


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.1, 0.3])
async def test_a_cancelled_upload_leaves_neither_object_nor_parts(objects: Objects, bucket: Bucket, wait: float) -> None:
    async def endless() -> AsyncGenerator[bytes]:
        yield PDF
        while True:
            yield bytes(65536)

    task = asyncio.create_task(receive(objects, DOSSIER, "a.pdf", endless(), 10**12))
    await asyncio.wait([task], timeout=wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (bucket.keys(), bucket.unfinished()) == ([], [])


async def test_a_refused_file_leaves_nothing(objects: Objects, bucket: Bucket) -> None:
    with pytest.raises(Refused):
        await receive(objects, DOSSIER, "a.pdf", sent(WINDOWS + bytes(2 * PART), 65536))
    assert (bucket.keys(), bucket.unfinished()) == ([], [])


async def test_a_bucket_of_more_than_one_page_is_listed_whole_and_by_age(objects: Objects) -> None:
    keys = {f"incoming/{n:04}" for n in range(1005)}
    await asyncio.gather(*(obstore.put_async(objects.store, key, b"x") for key in keys))
    now = datetime.now(UTC)
    assert set(await aged(objects, now + timedelta(minutes=1))) == keys
    assert await aged(objects, now - timedelta(hours=1)) == []


async def test_a_bucket_that_can_t_be_reached_is_an_outage_not_an_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**KEYS, "AWS_ENDPOINT": "http://127.0.0.1:1", "AWS_ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BaseError):
        await aged(objects_at("s3://papers/intake"), datetime.now(UTC))


async def test_a_bucket_is_swept_of_what_no_dossier_lists(
    infra: Any, prefix: str, tmp_path: Path, objects: Objects, bucket: Bucket
) -> None:
    async for office in office_with_papers(infra, f"{prefix}s3", tmp_path, "s3://papers/intake"):
        dossier = await drafted(office)
        assert (await attached(office, dossier, "a.pdf")).status_code == 201
        kept = bucket.keys()
        for key in (f"incoming/{uuids.uuid7()}", f"{dossier}/{uuids.uuid7()}"):
            await objects.write(key, sent(PDF))
        young, old = datetime.now(UTC) - timedelta(hours=12), datetime.now(UTC) + timedelta(minutes=1)
        assert [(await sweep(office.pool, objects, before))["removed"] for before in (young, old, old)] == [0, 2, 0]
        assert bucket.keys() == kept
