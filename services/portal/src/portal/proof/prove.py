"""A dossier's proof: its entries to the byte, each with its path to a day's root, and every seal; no personal data is in it."""

from datetime import UTC
from typing import Any
from uuid import UUID

from portal.domain.chain import Entry, path
from portal.proof import store

FORMAT = "lienthong-proof-1"


async def proof_of(connection: Any, dossier_id: UUID, published: str) -> dict[str, object]:
    """The proof as JSON knows it, at one moment of the database; `published` is where anybody finds the seals."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        entries = await store.entries_of(connection, dossier_id)
        seals = await store.seals(connection)
        days = [(seal, await store.hashes(connection, seal["first_seq"] - 1, seal["last_seq"])) for seal in _holding(entries, seals)]
        code = await store.code_of(connection, dossier_id)
    return {
        "format": FORMAT, "code": code or str(dossier_id), "published": published,
        "entries": [_entry(seq, entry, days) for seq, entry in entries],
        "seals": [_seal(seal) for seal in seals],
    }  # fmt: skip


def _holding(entries: list[tuple[int, Entry]], seals: list[Any]) -> list[Any]:
    return [seal for seal in seals if any(seal["first_seq"] <= seq <= seal["last_seq"] for seq, _ in entries)]


def _entry(seq: int, entry: Entry, days: list[tuple[Any, list[bytes]]]) -> dict[str, object]:
    seal, hashes = next(((seal, hashes) for seal, hashes in days if seal["first_seq"] <= seq <= seal["last_seq"]), (None, []))
    # A hash is its own place: no two entries have the same one.
    steps = path(hashes, hashes.index(entry.hash)) if seal and entry.hash in hashes else []
    return {
        "dossier_id": str(entry.dossier_id), "source": entry.source, "number": entry.number, "event_id": str(entry.event_id),
        "kind": entry.kind, "recorded_at": entry.recorded_at.astimezone(UTC).isoformat(), "body": entry.body.decode(),
        "prev": entry.prev.hex(), "hash": entry.hash.hex(), "sealed_on": seal["closed_on"].isoformat() if seal else "",
        "path": [[side, beside.hex()] for side, beside in steps],
    }  # fmt: skip


def _seal(seal: Any) -> dict[str, object]:
    return {"closed_on": seal["closed_on"].isoformat(), "entries": seal["entries"], "root": seal["root"].hex(), "prev": seal["prev"].hex(),
            "hash": seal["hash"].hex()}  # fmt: skip
