"""The portal with accounts, and browsers that keep their cookies and say where a form was sent from, as real ones do."""

import re
from itertools import count
from typing import Any

import httpx2
from lienthong_contracts.catalogue import AgencyPublished
from lienthong_runtime.running import Running
from portal.accounts import operator
from portal_at_work import browser

HERE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
LASTING = "ba con trâu gặm cỏ trên đồi"
_HOUSES = count(1)  # each at an address of their own, or the wall would count them as one
DESK, STRANGE = "H32.41", "H01.1"


def at_work(running: Running) -> Any:
    """One instance's application, over a catalogue with an agency, one below it, and one of another province."""
    for agency, parent in ((DESK, None), (f"{DESK}.2", DESK), (STRANGE, None)):
        own = {"id": agency, "name": f"Cơ quan {agency}", "parent": parent, "version": 1, "valid_from": "2020-01-01"}
        running.catalogue.put(AgencyPublished.model_validate({**AgencyPublished.example, **own}))
    app: Any = browser(running)._transport.app  # type: ignore[attr-defined]
    return app


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, app: Any, address: str = "") -> None:
        self.http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, client=(address or f"2001:db8:0:{next(_HOUSES):x}::1", 1)),
            base_url="http://cong.test", headers=HERE | {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"},
        )  # fmt: skip

    async def enter(self, login: str, password: str = LASTING, **more: str) -> Any:
        """Sign in."""
        return await self.http.post("/vao", data={"login": login, "password": password, **more})

    async def get(self, path: str, **more: Any) -> Any:
        """A page."""
        return await self.http.get(path, **more)

    async def post(self, path: str, **fields: Any) -> Any:
        """A form."""
        return await self.http.post(path, data=fields)

    @property
    def secret(self) -> str:
        """What the browser keeps."""
        return self.http.cookies.get("lienthong_session", "")


async def account(pool: Any, login: str, *roles: str, agency: str = "", password: str = LASTING) -> str:
    """An account made at the server; its id."""
    async with pool.acquire() as connection:
        await operator.add(connection, operator.Asked(login, agency, frozenset(roles), password))
        return str(await connection.fetchval("select id from account where login = $1", login))


async def lines(pool: Any, act: str) -> list[Any]:
    """What the audit log says of an act, oldest first."""
    async with pool.acquire() as connection:
        found: list[Any] = await connection.fetch("select * from audit where act = $1 order by seq", act)
        return found


def given_password(page: Any) -> str:
    """The password on a page that shows one to hand over."""
    found = re.search(r'class="given">([^<]+)<', page.text)
    assert found is not None, page.text
    return found[1]
