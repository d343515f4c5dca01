"""What must be found nowhere: a person's data and the stack's secrets, planted to be recognised; and where it is looked for."""

import json
import stat
from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx2
from aiokafka import AIOKafkaConsumer
from house import House
from lienthong_local.topics import places

PERSON = {"name": "Phan Lộ Diện Bảyba", "phone": "0987650321", "email": "lodien.bayba@example.vn", "id_no": "058190123457",
          "address": "17 hẻm Kín Đáo Tuyệt Mật", "content": "xin cấp lại giấy vì chuyện riêng khó nói"}  # fmt: skip
FILE, WORDS, PASSWORD = "Giấy khai rất riêng tư.pdf", b"%PDF-1.7\nmotnoidungratrieng\ntrailer<<>>\n%%EOF\n", "mat-khau-that-rieng-42"
TOPICS = ("dossier.v1", "notification.v1", "catalogue.v1", "clock.v1", "dead-letter.v1")


def personal() -> dict[str, str]:
    """Everything of a person's, by what it is."""
    return {**PERSON, "phone abroad": "84987650321", "file": FILE.removesuffix(".pdf"), "words": "motnoidungratrieng", "password": PASSWORD}


def secret(house: House, tokens: Iterable[str]) -> dict[str, str]:
    """Every secret of the stack, by its name."""
    kept = json.loads((house.infra.home.path / "secrets.json").read_text())
    passwords = {f"{name}'s database": str(urlsplit(dsn).password) for name, dsn in house.services.dsns.items()}
    return {**kept, **passwords, **{f"token {n}": token.rpartition(".")[2] for n, token in enumerate(tokens)}}


def found_in(text: bytes, wanted: dict[str, str]) -> list[str]:
    """The names of those that stand in it, as they are or as JSON, an address or Python's repr writes them, or as a log line has these."""
    lowered = text.lower().replace(b"\\\\", b"\\")  # a log line is JSON itself: it escapes what escapes
    return [name for name, value in wanted.items() if any(form.lower() in lowered for form in _forms(value))]


def _forms(value: str) -> Iterator[bytes]:
    yield value.encode()
    yield json.dumps(value).strip('"').encode()
    yield quote(value).encode()
    yield ascii(value.encode()).strip("b'").encode()


def logs(house: House) -> Iterator[tuple[str, bytes]]:
    """Every log of the stack: services, Kafka, PostgreSQL, sinks."""
    yield from ((file.name, file.read_bytes()) for file in house.infra.home.logs.iterdir())


def open_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Whatever another user of this machine could read of it."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.stat().st_mode & (stat.S_IROTH | stat.S_IRGRP) and _reached(file, folder):
            yield str(file), file.read_bytes()


def _reached(file: Path, folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o011 for parent in file.parents if parent.is_relative_to(folder))


async def shown(house: House) -> AsyncIterator[tuple[str, bytes]]:
    """What anybody on the network may read of each service: metrics, health."""
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as client:
        for name, url in house.urls.items():
            for page in ("/metrics", "/health/ready", "/health/live"):
                yield f"{name}{page}", (await client.get(url + page)).content


async def records(house: House) -> AsyncIterator[tuple[str, bytes]]:
    """Every record of every topic: keys, headers and bodies."""
    consumer = AIOKafkaConsumer(bootstrap_servers=house.infra.bootstrap_servers, enable_auto_commit=False)
    await consumer.start()
    try:
        found = await places(house.infra.bootstrap_servers, [house.prefix + topic for topic in TOPICS])
        ends = await consumer.end_offsets(found)
        consumer.assign(found)
        await consumer.seek_to_beginning(*found)
        for place in found:
            while await consumer.position(place) < ends[place]:
                for record in (await consumer.getmany(place, timeout_ms=500)).get(place, ()):
                    yield f"{record.topic}/{record.partition}/{record.offset}", _whole(record)
    finally:
        await consumer.stop()


def _whole(record: Any) -> bytes:
    return b"\n".join(
        [record.key or b"", *(part for name, value in record.headers for part in (name.encode(), value or b"")), record.value or b""]
    )
