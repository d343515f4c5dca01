"""Short tokens with the rights of whoever is signed in, signed by the portal, for what it asks of the other services."""

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey
from lienthong_runtime import Actor
from lienthong_runtime.identity import signed
from lienthong_runtime.logs import log

GOOD_FOR = 300  # seconds
EARLY = 60  # seconds before its end another is made


def signing_key(seed: str) -> OKPKey:
    """The portal's key of a seed of 32 characters; without one, a key that only this process knows."""
    private = Ed25519PrivateKey.from_private_bytes(seed.encode()) if seed else Ed25519PrivateKey.generate()
    key = OKPKey.import_key(private)
    key.ensure_kid()
    return key


class Mint:
    """Makes tokens, and hands the same one out while it is fresh."""

    def __init__(self, seed: str) -> None:
        self._key, self._lasting, self._made = signing_key(seed), bool(seed), dict[Actor, tuple[str, float]]()

    def token(self, actor: Actor, now: datetime) -> str:
        """A token that says what the session says."""
        known = self._made.get(actor)
        if known is None or known[1] - EARLY < now.timestamp():
            if not self._lasting and not self._made:
                log.warning("signing_key.missing")  # the windows work; the other services refuse what is asked with these tokens
            if len(self._made) > 4096:
                self._made.clear()
            end = now.timestamp() + GOOD_FOR
            claims = {"sub": actor.subject, "agency": actor.agency, "roles": sorted(actor.roles), "exp": int(end)}
            known = self._made[actor] = signed(claims, self._key), end
        return known[0]

    def sealed(self, claims: dict[str, Any]) -> str:
        """Claims that a browser keeps for the portal, and can't change; without a subject they are nobody's token."""
        return signed(claims, self._key)

    @property
    def key(self) -> OKPKey:
        """For reading what was sealed."""
        return self._key
