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
        seed = derived(secret, "identity").encode()  # 32 hexadecimal digits: as many bytes as the key takes
        self._key = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed))
        self.token = cache(self._token)

    @property
    def public(self) -> str:
        """The key set (JWKS) by which services verify."""
        return json.dumps({"keys": [self._key.as_dict(private=False)]})

    def _token(self, subject: str, agency: str | None, roles: Sequence[Role], seconds: int = HOURS_12) -> str:
        claims: dict[str, Any] = {"sub": subject, "agency": agency, "roles": list(roles), "exp": int(time()) + seconds}
        return signed(claims, self._key)


def issuer_at(home: Home) -> Issuer:
    """Who signs tokens for the stack of this home."""
    return Issuer(Secrets(home.path / "secrets.json").get("identity"))
