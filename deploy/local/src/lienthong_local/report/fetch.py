"""Asks a running stack for its reports, as an auditor, and for a desk's ledger as that desk's head."""

from collections.abc import Mapping

import httpx2

from lienthong_local import stack_file
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.identity import Issuer, issuer_at
from lienthong_local.report.asked import Asked

PATIENCE = 60  # seconds; a year of a million dossiers takes a few
_FILES = {"06a": "/bao-cao/06a", "766": "/bao-cao/766", "scores": "/bao-cao/diem"}


class Reports:
    """The reports of services at these addresses, to tokens of this issuer. Raises StackError when a service doesn't answer."""

    def __init__(self, urls: Mapping[str, str], issuer: Issuer) -> None:
        self._urls, self._issuer = urls, issuer

    @classmethod
    def at(cls, home: Home) -> "Reports":
        """Those of the home's stack. Raises StackError where none runs."""
        return cls(stack_file.demand(home)["urls"], issuer_at(home))

    def knows(self, agency: str) -> bool:
        """Whether there is such an agency."""
        return self._asked("portal", "/api/bao-cao/06a", {"co-quan": agency}).status_code != 404

    def facts(self, asked: Asked) -> httpx2.Response:
        """The report for programs."""
        if asked.form == "ledger":
            return self._ledger(asked, f"/ledgers/{asked.agency}/{asked.since.year}/rows")
        return self._good("portal", f"/api{_FILES[asked.form]}", asked.query)

    def file(self, asked: Asked, kind: str) -> bytes:
        """The report as a file of that kind."""
        if asked.form == "ledger":
            return self._ledger(asked, f"/ledgers/{asked.agency}/{asked.since.year}").content
        return self._good("portal", f"{_FILES[asked.form]}.{kind}", asked.query).content

    def _ledger(self, asked: Asked, path: str) -> httpx2.Response:
        days = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
        return self._good("intake", path, days, asked.agency)

    def _good(self, service: str, path: str, query: dict[str, str], agency: str = "") -> httpx2.Response:
        answer = self._asked(service, path, query, agency)
        if answer.is_success:
            return answer
        raise StackError(f"{service} không đưa báo cáo ra (HTTP {answer.status_code}): xem `lienthong logs {service}`")

    def _asked(self, service: str, path: str, query: dict[str, str], agency: str = "") -> httpx2.Response:
        token = self._issuer.token("bao-cao", agency or None, ("head",) if agency else ("auditor",))
        try:
            return httpx2.get(self._urls[service] + path, params=query, timeout=PATIENCE, trust_env=False,
                              headers={"Authorization": f"Bearer {token}"})  # fmt: skip
        except httpx2.HTTPError as fault:
            raise StackError(f"{service} không trả lời ({type(fault).__name__}): xem `lienthong logs {service}`") from None
