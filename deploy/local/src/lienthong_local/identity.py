"""Knows who may sign in on a local stack: its own key, and tokens over it (a real one has an OIDC provider)."""

import json
from collections.abc import Sequence
from functools import cache
from time import time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey
from lienthong_runtime.identity import Role, signed

from lienthong_local.home import Home
from lienthong_local.secret import Secrets, derived

HOURS_12 = 12 * 3600


class Issuer:
    """Signs tokens with a key made of a stack's secret."""

    def __init__(self, secret: str) -> None:
        self._key = _key(derived(secret, "identity"))
        self.token = cache(self._token)

    @property
    def public(self) -> str:
        """The key set (JWKS) by which services verify."""
        return self.public_with()

    def public_with(self, *seeds: str) -> str:
        """The key set with those of others who sign, such as the portal."""
        return json.dumps({"keys": [key.as_dict(private=False) for key in (self._key, *map(_key, seeds))]})

    def _token(self, subject: str, agency: str | None, roles: Sequence[Role], seconds: int = HOURS_12) -> str:
        claims: dict[str, Any] = {"sub": subject, "agency": agency, "roles": list(roles), "exp": int(time()) + seconds}
        return signed(claims, self._key)


def _key(seed: str) -> OKPKey:
    """The key of 32 hexadecimal digits: as many bytes as it takes."""
    key = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed.encode()))
    key.ensure_kid()
    return key


def issuer_at(home: Home) -> Issuer:
    """Who signs tokens for the stack of this home."""
    return Issuer(Secrets(home.path / "secrets.json").get("identity"))
