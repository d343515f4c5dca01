"""Signing in by an identity provider: with a real one over HTTP, and with answers that are none."""

import base64
import hashlib
import time
from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import msgspec
import oidc_provider_mock
import pytest
import pytest_asyncio
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from people_at_work import Person, account, at_work, lines
from portal.accounts.claims import Mapping, person_of
from portal.accounts.provider import NotTheirs, Provider, ProviderSilent
from portal_at_work import database, running_with, settings_of

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
KEYS: Any = {"keys": [KEY.as_dict(private=False)]}
WORDS = {"roles_claim": "vai_tro", "agency_claim": "don_vi", "roles": {"chuyen-vien": ["officer"], "thanh-tra": ["auditor"]}}
BACK = "http://cong.test/vao/dinh-danh/ve"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A real provider on this machine, which asks for nothing but a name."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(infra: Any, prefix: str, provider: str) -> AsyncGenerator[tuple[Any, Any]]:
    async with database(infra, prefix, "oidc") as (pool, dsn):
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, oidc_issuer=provider, oidc_client="cong", oidc_secret="bi-mat",
                               oidc_claims=WORDS)  # fmt: skip
        await account(pool, "trungten", "citizen")
        yield at_work(running_with(settings, pool)), pool


async def there_and_back(person: Person, provider: str, subject: str, to: str = "/ho-so", **claims: Any) -> str:
    """Leave for the provider, say who it is there, and get the address that it leads back to."""
    async with httpx2.AsyncClient(trust_env=False) as browser:
        await browser.put(f"{provider}/users/{subject}", json=claims)
        away = (await person.http.get("/vao/dinh-danh", params={"di": to})).headers["location"]
        assert away.startswith(provider) and "code_challenge_method=S256" in away and "nonce=" in away
        back = await browser.post(away, data={"sub": subject})
    return str(back.headers["location"])


async def test_whoever_the_provider_knows_is_signed_in_with_what_its_claims_mean_here(house: Any, provider: str) -> None:
    app, pool = house
    person = Person(app)
    assert "Đăng nhập bằng định danh điện tử" in (await person.get("/vao?di=/ho-so")).text
    back = await there_and_back(person, provider, "cb-079", "/ho-so?due=overdue", vai_tro=["chuyen-vien", "dau-bep"], don_vi="H32.41")
    assert back.startswith(BACK)
    led = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    inside = await person.http.get(back, headers=led)
    assert (inside.status_code, inside.headers["location"]) == (303, "/ho-so?due=overdue")
    page = await person.http.get("/ho-so", headers=led)  # the browser still says where the way began
    assert page.status_code == 200 and "cb-079 · H32.41" in page.text
    assert (await person.get("/hang-loi")).status_code == 403
    async with pool.acquire() as connection:
        row = await connection.fetchrow("select via, agency, roles from session where subject = 'cb-079'")
    assert dict(row) == {"via": "provider", "agency": "H32.41", "roles": ["officer"]}


async def test_an_answer_is_taken_once_and_only_by_the_browser_that_asked(house: Any, provider: str) -> None:
    app, pool = house
    person, thief = Person(app), Person(app)
    back = await there_and_back(person, provider, "cb-080", vai_tro="thanh-tra")
    assert (await thief.get(back)).status_code == 422 and not thief.secret
    assert (await person.get(back)).status_code == 303
    assert (await person.get(back)).status_code == 422
    assert (await lines(pool, "sign_in.refused"))[-1]["detail"] == "provider: answer"


@pytest.mark.parametrize("change", [{"state": "another"}, {"state": ""}, {"code": "another"}, {"code": ""}])
async def test_an_answer_to_another_question_signs_nobody_in(house: Any, provider: str, change: dict[str, str]) -> None:
    person = Person(house[0])
    back = urlsplit(await there_and_back(person, provider, "cb-081", vai_tro="thanh-tra"))
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | change
    page = await person.http.get(back.path, params=query)
    assert page.status_code == 422 and not person.secret and "không hợp lệ" in page.text


async def test_who_has_no_role_here_is_told_whom_to_ask(house: Any, provider: str) -> None:
    person = Person(house[0])
    page = await person.get(await there_and_back(person, provider, "cb-082", vai_tro="dau-bep"))
    assert page.status_code == 403 and "chưa được cấp vai trò" in page.text and not person.secret


async def test_nobody_from_elsewhere_takes_the_name_of_an_account_here(house: Any, provider: str) -> None:
    person = Person(house[0])
    assert (await person.get(await there_and_back(person, provider, "trungten", vai_tro="thanh-tra"))).status_code == 403
    assert not person.secret


async def test_what_was_kept_of_the_question_can_not_be_made_by_hand_nor_used_as_a_token(house: Any, provider: str) -> None:
    app, _ = house
    person = Person(app)
    back = await there_and_back(person, provider, "cb-083", vai_tro="thanh-tra")
    sealed = person.http.cookies["lienthong_session-di"]
    assert (await person.get("/api/board", headers={"Authorization": f"Bearer {sealed}", "Accept": "*/*"})).status_code == 401
    person.http.cookies.clear()
    person.http.cookies.set("lienthong_session-di", f"{sealed[:-8]}AAAAAAAA")
    assert (await person.get(back)).status_code == 422


async def test_a_provider_that_does_not_answer_leaves_the_password(infra: Any, prefix: str) -> None:
    async with database(infra, prefix, "silent") as (pool, dsn):
        settings = settings_of("http://127.0.0.1:9", postgres_dsn=dsn, oidc_issuer="http://127.0.0.1:9", oidc_client="cong")
        page = await Person(at_work(running_with(settings, pool))).get("/vao/dinh-danh")
        assert page.status_code == 503 and "chưa trả lời" in page.text and 'name="password"' in page.text


async def test_without_a_provider_there_is_no_button_and_the_way_leads_to_the_door(infra: Any, prefix: str) -> None:
    async with database(infra, prefix, "none") as (pool, dsn):
        person = Person(at_work(running_with(settings_of("http://127.0.0.1:9", postgres_dsn=dsn), pool)))
        assert "định danh điện tử" not in (await person.get("/vao")).text
        for path in ("/vao/dinh-danh", "/vao/dinh-danh/ve?code=a&state=b"):
            assert (await person.get(path)).headers["location"] == "/vao"


def theirs() -> Provider:
    return Provider("https://idp.test", "cong", "bi-mat", lambda: datetime.now(UTC))


def id_token(key: Any = KEY, alg: str = "RS256", **claims: Any) -> str:
    now = int(time.time())
    said = {"iss": "https://idp.test", "aud": "cong", "sub": "a", "nonce": "n", "iat": now, "exp": now + 60} | claims
    return jwt.encode({"alg": alg, "kid": "one"}, {k: v for k, v in said.items() if v is not None}, key, algorithms=[alg])


def test_a_token_in_order_says_who_it_is() -> None:
    assert theirs().verified(id_token(), KEYS, "n")["sub"] == "a"
    assert theirs().verified(id_token(aud=["cong"], azp="cong"), KEYS, "n")["sub"] == "a"


@pytest.mark.parametrize("wrong", [
    {"nonce": "other"}, {"nonce": None}, {"iss": "https://evil.test"}, {"iss": None}, {"aud": "other"}, {"aud": ["cong", "other"]},
    {"aud": None}, {"azp": "other"}, {"exp": 1}, {"exp": None}, {"sub": None}, {"iat": None},
])  # fmt: skip
def test_a_token_of_another_issuer_audience_or_nonce_or_one_that_is_over_is_nobodys(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotTheirs):
        theirs().verified(id_token(**wrong), KEYS, "n")


def test_a_token_of_another_key_is_nobodys() -> None:
    with pytest.raises(NotTheirs):
        theirs().verified(id_token(RSAKey.generate_key(2048, {"kid": "one"})), KEYS, "n")
    with pytest.raises(NotTheirs):  # by a secret, which the client has too
        theirs().verified(id_token(OctKey.import_key("bi-mat" * 8), "HS256"), KEYS, "n")


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."])
def test_an_unsigned_token_or_none_is_nobodys(token: str) -> None:
    with pytest.raises(NotTheirs):
        theirs().verified(token, KEYS, "n")


def test_a_token_in_order_but_unsigned_or_signed_with_a_secret_that_the_key_set_has_is_nobodys() -> None:
    header = base64.urlsafe_b64encode(b'{"alg":"none","kid":"one"}').rstrip(b"=").decode()
    shared = OctKey.import_key("bi-mat" * 8, {"kid": "one"})
    for token, keys in ((f"{header}.{id_token().split('.')[1]}.", KEYS), (id_token(shared, "HS256"), {"keys": [shared.as_dict()]})):
        with pytest.raises(NotTheirs):
            theirs().verified(token, keys, "n")


async def test_a_provider_that_names_another_issuer_is_not_asked() -> None:
    said = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), "https://evil.test/") | {"issuer": "https://evil.test"}
    http = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _asked: httpx2.Response(200, json=said)))
    lying = Provider("https://idp.test", "cong", "bi-mat", lambda: datetime.now(UTC), http)
    with pytest.raises(ProviderSilent):
        await lying.address(lying.ask("/"), BACK)


async def test_the_provider_is_shown_the_verifier_only_when_the_code_is_taken() -> None:
    provider, asked = theirs(), theirs().ask("/")
    found = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), "https://idp.test/x") | {"issuer": "https://idp.test"}
    sent: list[bytes] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request.content)
        return httpx2.Response(200, json=found if "well-known" in str(request.url) else {})

    provider._http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    away = parse_qs(urlsplit(await provider.address(asked, BACK)).query)
    proof = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    assert away["code_challenge"] == [proof] and asked.verifier not in str(away)
    with pytest.raises(NotTheirs):
        await provider.claims(asked, "code", BACK)
    assert parse_qs(sent[1].decode())["code_verifier"] == [asked.verifier]


def test_claims_mean_only_what_the_mapping_says() -> None:
    mapping = msgspec.convert(WORDS | {"agencies": {"so-1": "H32.41"}}, Mapping)
    said = {"sub": "a", "vai_tro": ["chuyen-vien", "admin"], "don_vi": "so-1", "roles": ["admin"], "agency": "H01.1"}
    known = person_of(said, mapping)
    assert known is not None and (known.roles, known.agency) == ({"officer"}, "H32.41")
    assert person_of(said | {"don_vi": "H01.1"}, mapping)._replace(roles=frozenset()).agency is None  # type: ignore[union-attr]
    assert person_of(said | {"vai_tro": {"admin": True}}, mapping).roles == frozenset()  # type: ignore[union-attr]


@pytest.mark.parametrize("subject", ["", "a b", "<b>", "x" * 65, None, "a\r\nb"])
def test_a_subject_that_could_not_be_known_here_is_nobody(subject: Any) -> None:
    assert person_of({"sub": subject, "roles": ["officer"]}, Mapping()) is None
