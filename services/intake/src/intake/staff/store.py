"""The register of staff: SQL of one table."""

from collections.abc import Sequence
from typing import Any

_KEEP = """
insert into staff (agency, officer, role, email) values ($1, $2, $3, $4)
on conflict (agency, officer) do update set role = excluded.role, email = excluded.email
"""
_REMOVE = "delete from staff where agency = $1 and officer = $2 returning officer"
_OF_AGENCY = "select officer, role, email from staff where agency = $1 order by officer"
_ADDRESSES = """
select agency, officer, role, email from staff where agency = any($1) and (role = 'head' or officer = any($2)) order by agency, officer
"""


async def keep(connection: Any, agency: str, officer: str, role: str, email: str) -> None:
    """Enter an officer, or in place of what was entered before."""
    await connection.execute(_KEEP, agency, officer, role, email)


async def remove(connection: Any, agency: str, officer: str) -> bool:
    """Strike an officer out; False when there was none."""
    return await connection.fetchval(_REMOVE, agency, officer) is not None


async def of_agency(connection: Any, agency: str) -> list[Any]:
    """An agency's staff, of what the connection may see: officer, role, email."""
    return await connection.fetch(_OF_AGENCY, agency)  # type: ignore[no-any-return]


async def addresses(connection: Any, agencies: Sequence[str], officers: Sequence[str]) -> list[Any]:
    """The heads of these agencies, and these officers where they work at one: agency, officer, role, email."""
    return await connection.fetch(_ADDRESSES, agencies, officers)  # type: ignore[no-any-return]
