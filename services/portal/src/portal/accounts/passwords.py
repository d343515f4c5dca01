"""Passwords: hashed with argon2id in a thread, and what makes one too easy to guess."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from secrets import choice

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn

LEAST, MOST = 12, 128  # characters
GUESSES = 8  # powers of ten: fewer, and it is in lists of common ones, or made of such
_READ = 64  # of a password, by the estimate: its time grows with the square of the length
# What people here would take first; the estimate's own lists are English.
_OURS = ["matkhau", "mậtkhẩu", "lienthong", "liênthông", "vietnam", "motcua", "hoso", "canbo", "quantri", "xinchao", "anhyeuem"]
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


class Hasher:
    """argon2id over 19 MiB (40 ms here), two at a time: a flood of tries waits in line instead of taking the machine's memory."""

    def __init__(self) -> None:
        self._hash = PasswordHash((Argon2Hasher(memory_cost=19456, time_cost=2, parallelism=1),))
        self._threads = ThreadPoolExecutor(2, "argon2")
        self._nobodys = self._hash.hash("x" * LEAST)

    async def hash(self, password: str) -> str:
        """What is kept of a password."""
        return await self._aside(self._hash.hash, composed(password))

    async def is_right(self, password: str, hashed: str | None) -> bool:
        """Whether it is that password; None, where there is none, takes as long and is never right."""
        right = await self._aside(self._hash.verify, composed(password), hashed or self._nobodys)
        return right and hashed is not None

    async def _aside[T](self, work: Callable[..., T], *of: str) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *of)


def composed(password: str) -> str:
    """The same letters as one keyboard or another sends them: `ế` may be one sign or three."""
    return unicodedata.normalize("NFC", password)


def password_faults(password: str, again: str, login: str) -> dict[str, str]:
    """What is wrong, by field, as keys of words: long enough, and not easily guessed; no rules of composition."""
    faults: dict[str, str] = {}
    if len(composed(password)) < LEAST:
        faults["new"] = "password.short"
    elif len(password) > MOST:
        faults["new"] = "password.long"
    elif login.lower() in password.lower():
        faults["new"] = "password.login"
    elif zxcvbn(password[:_READ], user_inputs=[login, *_OURS])["guesses_log10"] < GUESSES:
        faults["new"] = "password.common"
    if password != again:
        faults["again"] = "password.differs"
    return faults


def one_time_password() -> str:
    """A password to hand over: twenty letters in groups of five, near a hundred bits."""
    return "-".join("".join(choice(_LETTERS) for _ in range(5)) for _ in range(4))
