"""The ledger's chain: each entry's hash covers the one before it of the same dossier, so that none can be changed alone."""

import hashlib
from uuid import UUID


def entry_hash(prev: bytes, event_id: UUID, body: bytes) -> bytes:
    """SHA-256 over the previous hash, the event's id and the bytes as they were sent."""
    return hashlib.sha256(prev + event_id.bytes + body).digest()
