"""A token says who somebody is, or nobody: whatever is written into it (issue 8)."""

import base64
import contextlib
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from joserfc.jwk import OKPKey
from lienthong_runtime.identity import Identity, NotSignedIn, signed
from outside import tries, words
from portal.accounts.provider import NotTheirs, Provider

NOW = datetime(2026, 11, 26, tzinfo=UTC)
CLAIMS = {"sub": "an", "agency": "H32", "roles": ["head"], "exp": NOW.timestamp() + 60}


def key(seed: bytes) -> OKPKey:
    made = OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed * 32))
    made.ensure_kid()
    return made


OURS, THEIRS = key(b"a"), key(b"b")
JWKS = {"keys": [OURS.as_dict(private=False)]}
IDENTITY = Identity(json.dumps(JWKS), lambda: NOW)
PROVIDER = Provider("https://ai.example", "portal", "secret", lambda: NOW)
GOOD = signed(CLAIMS, OURS)


def part(said: Any) -> str:
    text = said if isinstance(said, str) else json.dumps(said)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def with_header(header: Any, claims: Any = CLAIMS, signature: str = "") -> str:
    return f"{part(header)}.{part(claims)}.{signature or GOOD.rpartition('.')[2]}"


def symmetric(header: dict[str, Any]) -> str:
    """Signed with what everybody can read: the public key as a shared secret."""
    said = f"{part(header)}.{part(CLAIMS)}"
    public = json.dumps(JWKS["keys"][0]).encode()
    return f"{said}.{base64.urlsafe_b64encode(hmac.digest(public, said.encode(), hashlib.sha256)).rstrip(b'=').decode()}"


FORGED = {
    "alg none": with_header({"alg": "none"}, signature="-")[:-1],
    "alg None": with_header({"alg": "None"}),
    "no alg": with_header({}),
    "hs256 over the public key": symmetric({"alg": "HS256"}),
    "another's key": signed(CLAIMS, THEIRS),
    "another's key under our kid": signed(CLAIMS, OKPKey.import_key({**THEIRS.as_dict(private=True), "kid": OURS.kid})),
    "kid is a path": with_header({"alg": "Ed25519", "kid": "../../etc/passwd"}),
    "kid is a list": with_header({"alg": "Ed25519", "kid": ["a"]}),
    "kid is an object": with_header({"alg": "Ed25519", "kid": {"a": 1}}),
    "its own key inside": with_header(
        {"alg": "Ed25519", "jwk": THEIRS.as_dict(private=False)}, signature=signed(CLAIMS, THEIRS).rpartition(".")[2]
    ),
    "its key elsewhere": with_header({"alg": "Ed25519", "jku": "http://127.0.0.1:9/keys"}),
    "critical": with_header({"alg": "Ed25519", "crit": ["exp"]}),
    "crit is no list": with_header({"alg": "Ed25519", "crit": 5}),
    "zipped": with_header({"alg": "Ed25519", "zip": "DEF"}),
    "header is a list": with_header([1, 2]),
    "header is a number": with_header(5),
    "header is null": with_header("null"),
    "header within header": with_header('{"alg":' * 20_000),
    "list within list": with_header("[" * 50_000),
    "claims within claims": with_header({"alg": "Ed25519"}, "[" * 50_000),
    "unencoded payload": with_header({"alg": "Ed25519", "b64": False, "crit": ["b64"]}),
    "other claims": f"{GOOD.partition('.')[0]}.{part({**CLAIMS, 'roles': ['admin']})}.{GOOD.rpartition('.')[2]}",
    "expired": signed({**CLAIMS, "exp": NOW.timestamp()}, OURS),
    "never expires": signed({k: v for k, v in CLAIMS.items() if k != "exp"}, OURS),
    "expires after all": signed({**CLAIMS, "exp": float("inf")}, OURS),
    "expires at no number": signed({**CLAIMS, "exp": float("nan")}, OURS),
    "a role that isn't": signed({**CLAIMS, "roles": ["root"]}, OURS),
    "an agency that is SQL": signed({**CLAIMS, "agency": "H32' or true --"}, OURS),
    "two agencies in one": signed({**CLAIMS, "agency": "H32,H01"}, OURS),
    "not ASCII": GOOD + "é",
    "a surrogate": GOOD + "\ud800",
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_nobody_s(token: str) -> None:
    with pytest.raises(NotSignedIn):
        IDENTITY.actor(token)


def test_the_good_token_beside_them_is_somebody_s() -> None:
    assert IDENTITY.actor(GOOD).subject == "an"


@tries
@given(words(GOOD, *FORGED.values()))
def test_any_token_is_somebody_s_or_nobody_s(token: str) -> None:
    with contextlib.suppress(NotSignedIn):
        assert IDENTITY.actor(token).subject == "an"


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_no_forged_answer_of_a_provider_is_theirs(token: str) -> None:
    with pytest.raises(NotTheirs):
        PROVIDER.verified(token, JWKS, "once")


@tries
@given(words(GOOD, *FORGED.values()))
def test_any_answer_of_a_provider_is_theirs_or_not(token: str) -> None:
    with pytest.raises(NotTheirs):  # none of them has its issuer
        PROVIDER.verified(token, JWKS, "once")


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": 5},
        {"keys": [5]},
        {"keys": [{}]},
        {"keys": [{"kty": "none"}]},
        {"keys": [{"kty": "RSA", "n": "", "e": ""}]},
        {"keys": [{"kty": ["a"]}]},
        {"keys": None},
    ],
)
def test_keys_that_are_none_make_nothing_theirs(keys: dict[str, Any]) -> None:
    with pytest.raises(NotTheirs):
        PROVIDER.verified(GOOD, keys, "once")
