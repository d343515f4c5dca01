"""Knows a stack's own random secrets, kept in secrets.json readable by its owner only."""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path


class Secrets:
    """Named secrets, made when first asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get(self, name: str) -> str:
        """The secret of that name: 32 hexadecimal digits."""
        known = json.loads(self._file.read_text()) if self._file.exists() else {}
        if name not in known:
            known[name] = secrets.token_hex(16)
            self._write(json.dumps(known, indent=1))
        return str(known[name])

    def _write(self, text: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(text)
        fresh.replace(self._file)


def derived(secret: str, purpose: str) -> str:
    """A secret for one purpose, from which neither the first secret nor another purpose's can be had."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()[:32]
