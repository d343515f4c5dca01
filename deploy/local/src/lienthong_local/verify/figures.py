"""The figures of boards and reports held against the ledger: what `recount` counts again."""

import asyncpg
from portal.figures.recount import Recount, recount

from lienthong_local.verify.report import Report


async def recounted(dsn: str) -> Recount:
    """Every figure once more, in one snapshot."""
    connection = await asyncpg.connect(dsn)
    try:
        return await recount(connection)
    finally:
        await connection.close()


async def check_figures(dsn: str, report: Report) -> None:
    """Count every figure again, and note those that the ledger tells otherwise."""
    again = await recounted(dsn)
    report.figures = again.figures
    for item in again.found:
        report.add("figure_differs", "portal", "", f"{item.table} {item.key}: {item.kept} / {item.recounted}")
