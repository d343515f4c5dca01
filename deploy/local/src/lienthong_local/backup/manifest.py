"""What a backup says of itself: when it was taken, its parts with their sums, what each database and topic held."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

FORMAT = "lienthong-backup-1"
FILE = "manifest.json"
SECRETS = "secrets.json"
BLOCK = 1 << 20


class Part(msgspec.Struct, frozen=True):
    """A file of the backup."""

    path: str
    bytes: int
    sha256: str


class PartitionKept(msgspec.Struct, frozen=True):
    """A partition: the offset of its first record that was still there, the end at the cut, and how many there are."""

    number: int
    first: int
    end: int
    records: int
    path: str


class TopicKept(msgspec.Struct, frozen=True):
    """A topic by its name without the stack's prefix."""

    name: str
    partitions: list[PartitionKept]


class DatabaseKept(msgspec.Struct, frozen=True):
    """A service's database: its name there, its last migration, its tables with their rows."""

    service: str
    name: str
    migration: str
    rows: dict[str, int]
    path: str


class Manifest(msgspec.Struct, frozen=True):
    """All of it. `held`: for how many seconds nothing was sent; `groups`: how far each had read; `keys`: the secrets' fingerprints."""

    format: str
    taken_at: datetime
    held: float
    clock: str
    topic_prefix: str
    databases: list[DatabaseKept]
    topics: list[TopicKept]
    groups: dict[str, dict[str, int]]
    keys: dict[str, str]
    papers: int
    parts: list[Part]

    @property
    def records(self) -> int:
        """How many records there are in all topics."""
        return sum(partition.records for topic in self.topics for partition in topic.partitions)

    @property
    def rows(self) -> int:
        """How many rows there are in all databases."""
        return sum(sum(database.rows.values()) for database in self.databases)

    @property
    def database_prefix(self) -> str:
        """What the stack's databases begin with."""
        first = self.databases[0]
        return first.name.removesuffix(first.service.replace("-", "_"))


def part(folder: Path, path: str) -> Part:
    """A file of the folder, read for its sum."""
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return Part(path, file.tell(), digest.hexdigest())


def fingerprints(secrets: Mapping[str, str]) -> dict[str, str]:
    """By which a secret is known again and from which nobody has it: each is 128 random bits."""
    return {name: hashlib.sha256(f"lienthong {name} {value}".encode()).hexdigest()[:16] for name, value in sorted(secrets.items())}


def write(folder: Path, manifest: Manifest) -> None:
    """Put it beside its parts."""
    (folder / FILE).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def read(folder: Path) -> Manifest:
    """What the folder says of itself. Raises OSError or msgspec.MsgspecError."""
    return msgspec.json.decode((folder / FILE).read_bytes(), type=Manifest)
