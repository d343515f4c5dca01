"""What a batch of commands needs from the database besides its rows: read for all of them at once, and written at once."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

import msgspec

from lienthong_runtime.decision import Context
from lienthong_runtime.states import Connection


class Asked(msgspec.Struct, frozen=True):
    """A command with the state that it is asked of (None: the dossier is new)."""

    dossier_id: UUID
    state: Any
    command: Any


class Prepared(Protocol):
    """What was read for one batch; its commands are decided after one another."""

    def extra(self, asked: Asked) -> Any:
        """What this decision gets as `context.extra`, after those before it. Raises Refused."""

    def carried_out(self, asked: Asked, state: Any) -> None:
        """The command was decided on and led to this state; of a refused one nothing must remain."""

    async def write(self, connection: Connection) -> None:
        """Write what belongs to all that was carried out."""


class Preparing(Protocol):
    """A service's preparation."""

    async def read(self, connection: Connection, asked: Sequence[Asked], context: Context) -> Prepared:
        """What the batch needs, in a number of statements that doesn't grow with it."""


class Nothing:
    """No command here needs more than its row."""

    async def read(self, _connection: Connection, _asked: Sequence[Asked], _context: Context) -> Prepared:
        """Itself."""
        return self

    def extra(self, _asked: Asked) -> Any:
        """None."""
        return None

    def carried_out(self, _asked: Asked, _state: Any) -> None:
        """Nothing to remember."""

    async def write(self, _connection: Connection) -> None:
        """Nothing to write."""
