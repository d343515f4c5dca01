"""What citizens' first page counts."""

from datetime import date
from typing import Any

_MOST_ASKED = """
select procedure from record where received_on >= $1 and procedure is not null group by procedure order by count(*) desc, procedure limit $2
"""


async def most_asked(pool: Any, since: date, most: int) -> list[str]:
    """The procedures that most dossiers were received of since that day; of nobody in particular."""
    return [r["procedure"] for r in await pool.fetch(_MOST_ASKED, since, most)]
