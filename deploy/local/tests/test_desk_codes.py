"""The bench of a desk sees each code that is missing or doubled, also on a day of more than 9,999 (domain.md §1.4)."""

import asyncpg
import pytest
from lienthong_local.bench.desk.receptions import codes
from lienthong_local.infrastructure import Infrastructure


@pytest.mark.parametrize(("missing", "doubled"), [((), ()), ((7, 10_020), ()), ((), (9_999, 10_001))])
async def test_codes_are_counted_by_their_whole_number(infra: Infrastructure, missing: tuple[int, ...], doubled: tuple[int, ...]) -> None:
    numbers = [n for n in range(1, 10_051) if n not in missing] + [*doubled]
    connection = await asyncpg.connect(infra.postgres_dsn)
    try:
        await connection.execute("create temporary table dossier (code text)")
        await connection.executemany("insert into dossier values ($1)", [(f"H32.41-261123-{n:04d}",) for n in numbers])
        assert await codes(connection) == {"codes": len(numbers), "codes_doubled": len(doubled), "codes_missing": len(missing)}
    finally:
        await connection.close()
