"""What there is already: one statement."""

from typing import Any

_THERE = """
select exists (select from account where 'admin' = any(roles) and disabled_at is null) as administrator,
    exists (select from account where 'desk' = any(roles) and disabled_at is null) as desk,
    exists (select from entry) as dossier
"""


async def there(connection: Any) -> Any:
    """Whether there is an administrator, somebody at a desk, and a dossier."""
    return await connection.fetchrow(_THERE)
