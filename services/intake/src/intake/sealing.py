"""Personal data at rest: a key of its own for each dossier, wrapped with the house's; whoever drops the key erases the person."""

import hashlib
import hmac
import os
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from intake.person import Person

_NONCE = 12
_PERSON = msgspec.json.Decoder(Person)


class BrokenSeal(Exception):
    """Sealed with another key, or altered. Look whether LIENTHONG_SEAL_KEY is the one that the database was filled with."""


class Sealed(msgspec.Struct, frozen=True):
    """A person as stored: the dossier's key, wrapped; the data; and by what it is found and compared, blinded."""

    dossier_id: UUID
    wrapped_key: bytes
    body: bytes
    words: list[bytes]
    alike: bytes


class Seal:
    """Seals and opens with a master key of 32 hexadecimal digits or more."""

    def __init__(self, master: str) -> None:
        self._master = AESGCM(hashlib.sha256(b"wrap" + master.encode()).digest())
        self._blind = hashlib.sha256(b"blind" + master.encode()).digest()

    def close(self, dossier_id: UUID, person: Person, procedure: str) -> Sealed:
        """The person, sealed with a fresh key."""
        wrapped_key, body = self.lock(dossier_id, msgspec.json.encode(person))
        words = [self.blinded(word) for word in sorted(person.words)]
        return Sealed(dossier_id, wrapped_key, body, words, self.blinded(person.alike(procedure)))

    def open(self, dossier_id: UUID, wrapped_key: bytes, body: bytes) -> Person:
        """The person. Raises BrokenSeal."""
        return _PERSON.decode(self.unlock(dossier_id, wrapped_key, body))

    def lock(self, dossier_id: UUID, data: bytes) -> tuple[bytes, bytes]:
        """A fresh key, wrapped, and the data under it; both belong to this dossier and open for no other."""
        key, about = AESGCM.generate_key(256), dossier_id.bytes
        return _locked(self._master, key, about), _locked(AESGCM(key), data, about)

    def unlock(self, dossier_id: UUID, wrapped_key: bytes, body: bytes) -> bytes:
        """The data. Raises BrokenSeal."""
        about = dossier_id.bytes
        try:
            key = self._master.decrypt(wrapped_key[:_NONCE], wrapped_key[_NONCE:], about)
            return AESGCM(key).decrypt(body[:_NONCE], body[_NONCE:], about)
        except InvalidTag:
            raise BrokenSeal(str(dossier_id)) from None

    def blinded(self, word: str) -> bytes:
        """A word as the database may know it: equal words are equal, and nobody without the key learns which."""
        return hmac.digest(self._blind, word.encode(), "sha256")[:8]


def _locked(lock: AESGCM, data: bytes, about: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + lock.encrypt(nonce, data, about)
