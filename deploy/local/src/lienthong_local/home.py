"""Knows where everything of a stack lies on disk."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from lienthong_local.failure import StackError

CHECKOUT = Path(__file__).resolve().parents[4]
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Home:
    """One stack's directory; `cache` (jars, Kafka's start-up archive) is shared by all stacks of a checkout."""

    path: Path
    cache: Path

    @classmethod
    def at(cls, path: Path | None = None) -> "Home":
        """The home at `path`, else at LIENTHONG_HOME, else `.lienthong/` in the checkout; the cache likewise."""
        usual = CHECKOUT / ".lienthong"
        home, cache = (Path(os.environ.get(name) or usual) for name in ("LIENTHONG_HOME", "LIENTHONG_CACHE"))
        return cls((path or home).resolve(), cache.resolve())

    def afresh(self, *names: str) -> "Home":
        """A place of its own within it, empty: what is played there must not mix with a stack's real days."""
        place = self.path.joinpath(*names)
        shutil.rmtree(place, ignore_errors=True)
        return Home(place, self.cache)

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def stack_file(self) -> Path:
        return self.path / "stack.json"

    @property
    def outbox(self) -> Path:
        return self.path / "outbox" / "messages.jsonl"

    def prepare(self, need_bytes: int = GIB) -> None:
        """Make the directory. Raises StackError when the disk is too full or not writable."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            self.cache.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            why = fault.strerror
            raise StackError(f"{self.path} cannot be written ({why}): choose another by LIENTHONG_HOME") from None
        free = shutil.disk_usage(self.path).free
        if free < need_bytes:
            raise StackError(
                f"only {free / GIB:.1f} GiB free at {self.path}, {need_bytes / GIB:.0f} GiB needed: "
                "free some space, or set LIENTHONG_HOME to a directory on another disk"
            )
