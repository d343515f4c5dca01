"""An OpenID Connect provider: where it sends people, the code it sends them back with, and who its token says they are."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import httpx2
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

PATIENCE = 5.0  # seconds
TEN_MINUTES = 600  # seconds, from leaving for the provider until coming back
# Signatures only: with HS256 whoever has the client's secret could sign, and `none` is nobody's word.
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]
LEEWAY = 30  # seconds by which two clocks may differ


class ProviderSilent(Exception):
    """The provider doesn't answer, or not as the standard says: look whether it runs, and at the address in the settings."""


class NotTheirs(Exception):
    """What came back is no answer to what was asked: another state, nonce, issuer, audience or signature, or too late."""


class Asked(msgspec.Struct):
    """What was asked of the provider: kept by the browser in a sealed cookie until it comes back."""

    state: str
    nonce: str
    verifier: str
    to: str
    exp: float


class _Found(msgspec.Struct):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Provider:
    """The provider of the settings; what it says of itself is read when it is first needed."""

    def __init__(self, issuer: str, client: str, secret: str, now: Callable[[], datetime], http: httpx2.AsyncClient | None = None) -> None:
        self.issuer, self._client_id, self._secret, self._now = issuer.rstrip("/"), client, secret, now
        self._http = http or httpx2.AsyncClient(trust_env=False, timeout=PATIENCE)
        self._found: _Found | None = None

    def ask(self, to: str) -> Asked:
        """A new question: nobody else has its state, nonce and verifier."""
        return Asked(token_urlsafe(32), token_urlsafe(32), token_urlsafe(48), to, self._now().timestamp() + TEN_MINUTES)

    async def address(self, asked: Asked, back: str) -> str:
        """Where the browser goes. Raises ProviderSilent."""
        found = await self._discovered()
        query = {
            "response_type": "code", "client_id": self._client_id, "redirect_uri": back, "scope": "openid profile",
            "state": asked.state, "nonce": asked.nonce, "code_challenge": _challenge(asked.verifier), "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{found.authorization_endpoint}{'&' if '?' in found.authorization_endpoint else '?'}{urlencode(query)}"

    async def claims(self, asked: Asked, code: str, back: str) -> dict[str, Any]:
        """Whom the code is about. Raises ProviderSilent, and NotTheirs."""
        found = await self._discovered()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": asked.verifier}
        answer = await self._json("POST", found.token_endpoint, data=form, auth=(self._client_id, self._secret))
        keys = await self._json("GET", found.jwks_uri)
        return self.verified(str(answer.get("id_token", "")), keys, asked.nonce)

    def verified(self, token: str, keys: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of an ID token of this provider, for this client, in answer to this nonce. Raises NotTheirs."""
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims  # type: ignore[arg-type]
            self._rules(nonce).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            raise NotTheirs from fault
        # With several audiences the token says for whom it was made (OpenID Connect Core §3.1.3.7).
        if claims.get("azp", self._client_id) != self._client_id or claims["aud"] not in (self._client_id, [self._client_id]):
            raise NotTheirs
        return claims

    def _rules(self, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=lambda: int(self._now().timestamp()), leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer}, aud={"essential": True, "value": self._client_id},
            nonce={"essential": True, "value": nonce}, exp={"essential": True}, iat={"essential": True}, sub={"essential": True},
        )  # fmt: skip

    async def _discovered(self) -> _Found:
        if self._found is None:
            said = await self._json("GET", f"{self.issuer}/.well-known/openid-configuration")
            try:
                found = msgspec.convert(said, _Found)
            except msgspec.ValidationError:
                raise ProviderSilent from None
            if found.issuer.rstrip("/") != self.issuer:
                raise ProviderSilent
            self._found = found
        return self._found

    async def _json(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        try:
            answer = await self._http.request(method, url, **more)
        except httpx2.HTTPError as fault:
            raise ProviderSilent from fault
        if 400 <= answer.status_code < 500:
            raise NotTheirs  # a code that was used, or was never given
        try:
            said = answer.json() if answer.status_code == 200 else None
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise ProviderSilent
        return said


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
