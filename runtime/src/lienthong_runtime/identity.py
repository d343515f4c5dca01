"""Who asks: the officer, agency and roles in a signed token, and which roles a route is open to."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal

import msgspec
from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from lienthong_contracts import Code
from pydantic import TypeAdapter, ValidationError

# desk: receives and hands out; officer, head, clerk (văn thư): resolve; system: an outside system's adapter;
# admin proposes catalogue entries, approver decides on them; auditor reads everything and changes nothing.
Role = Literal["citizen", "desk", "officer", "head", "clerk", "system", "admin", "approver", "auditor"]
AT_WORK: tuple[Role, ...] = ("desk", "officer", "head", "clerk")
OVERSEERS: tuple[Role, ...] = ("admin", "approver", "auditor")
_ALGORITHM = "Ed25519"
_REMEMBERED = 4096  # tokens; verifying one costs 0.15 ms, as much as a fifth of a command


class Actor(msgspec.Struct, frozen=True):
    """Whoever a token speaks of; `agency` is None for citizens."""

    subject: str
    agency: str | None
    roles: frozenset[Role]

    @property
    def oversees(self) -> bool:
        """Whether they may read every agency's dossiers."""
        return not self.roles.isdisjoint(OVERSEERS)


class NotSignedIn(Exception):
    """No token, or one that isn't (or is no longer) valid."""


class NotAllowed(Exception):
    """The token's role or agency doesn't reach so far."""


# How a service with windows knows who is signed in at one: the actor, and a token with their rights for the other services.
type Entering = Callable[[Request], Awaitable[tuple[Actor, str] | None]]


class _Claims(msgspec.Struct):
    sub: str
    exp: float
    roles: frozenset[Role]
    agency: str | None = None


class Identity:
    """Verifies tokens against a key set (JWKS); `now` is the machine's time, for their end."""

    def __init__(self, jwks: str, now: Callable[[], datetime]) -> None:
        self._keys = KeySet.import_key_set(msgspec.json.decode(jwks)) if jwks else None
        self._now, self._known = now, dict[str, tuple[Actor, float]]()

    def actor(self, token: str) -> Actor:
        """Who it is. Raises NotSignedIn."""
        return self.known(token)[0]

    def known(self, token: str) -> tuple[Actor, float]:
        """Who it is, and until when in seconds since 1970. Raises NotSignedIn."""
        known = self._known.get(token) or self._read(token)
        if known[1] <= self._now().timestamp():
            self._known.pop(token, None)
            raise NotSignedIn
        return known

    def _read(self, token: str) -> tuple[Actor, float]:
        if self._keys is None:
            raise NotSignedIn
        try:
            claims = msgspec.convert(jwt.decode(token, self._keys, algorithms=[_ALGORITHM]).claims, _Claims)
            actor = Actor(_CODE.validate_python(claims.sub), claims.agency and _CODE.validate_python(claims.agency), claims.roles)
        except (JoseError, ValueError, TypeError, msgspec.ValidationError, ValidationError):
            raise NotSignedIn from None
        if not isfinite(claims.exp):  # JSON of Python's own writes NaN, which no instant is ever later than
            raise NotSignedIn
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[token] = (actor, claims.exp)
        return actor, claims.exp


_CODE: TypeAdapter[str] = TypeAdapter(Code)


class _SignedIn(SecurityBase):
    """A dependency: the actor of a request, by its header, or by who is signed in at the window that it comes from."""

    # A header parameter of this name would be none: OpenAPI has it ignored, and clients look for a scheme.
    model = HTTPBearer(description="A token of the identity provider", bearerFormat="JWT")
    scheme_name = "token"

    async def __call__(self, request: Request) -> Actor:
        """The actor. Raises NotSignedIn."""
        header = request.headers.get("authorization", "")
        actor, token = self._by(request, header.removeprefix("Bearer ")) if header else await self._at_window(request)
        request.state.actor, request.state.token = actor, token  # a window shows who it is, and asks others with their rights
        return actor

    def _by(self, request: Request, token: str) -> tuple[Actor, str]:
        return request.app.state.identity.actor(token), token

    async def _at_window(self, request: Request) -> tuple[Actor, str]:
        entering: Entering | None = getattr(request.app.state, "entering", None)
        entered = await entering(request) if entering else None
        if entered is None:
            raise NotSignedIn
        return entered


signed_in = _SignedIn()


class open_to:
    """A dependency that lets in whoever has one of these roles, with no other of theirs; tests read `roles` from it."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, actor: Annotated[Actor, Depends(signed_in)]) -> Actor:
        """The actor. Raises NotAllowed."""
        if self.roles.isdisjoint(actor.roles):
            raise NotAllowed
        # A head who also oversees acts as a head: the database lets an overseer change nothing.
        return actor if actor.roles <= self.roles else msgspec.structs.replace(actor, roles=actor.roles & self.roles)


def signed(claims: dict[str, Any], key: Any) -> str:
    """A token over these claims: sub, agency, roles, exp (seconds since 1970)."""
    # Services verify by several keys, the portal's own among them: a token says which it was signed with.
    named = {"kid": key.kid} if key.kid else {}
    return jwt.encode({"alg": _ALGORITHM, **named}, claims, key, algorithms=[_ALGORITHM])
