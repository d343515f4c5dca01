"""What people don't want: kept under a keyed hash of their number or address, so that nobody can read who it is (Luật 91/2025 Đ.9-10)."""

import base64
import binascii
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from notifier import store

TEXT_VERSION = "2026-11-1"  # of the words under which somebody said yes or no; a new wording raises it
_DIGEST, _MARK = 16, 8  # octets

class Wishes:
    """Says and remembers, by contact and channel, whether what is only kind may be sent. `key` must outlive restarts."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def contact(self, channel: str, address: str) -> bytes:
        """The contact as it is kept."""
        return hmac.digest(self._key, f"{channel}|{address.strip().lower()}".encode(), "sha256")[:_DIGEST]

    def token(self, channel: str, address: str) -> str:
        """What a link carries: it switches this contact's messages and tells nobody whose they are."""
        plain = channel[0].encode() + self.contact(channel, address)
        return base64.urlsafe_b64encode(plain + self._mark(plain)).decode().rstrip("=")

    def read(self, token: str) -> tuple[str, bytes] | None:
        """Channel and contact of a genuine token."""
        try:
            octets = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (ValueError, binascii.Error):
            return None
        plain, mark = octets[:-_MARK], octets[-_MARK:]
        channel = {b"s": "sms", b"e": "email"}.get(plain[:1])
        genuine = len(plain) == 1 + _DIGEST and hmac.compare_digest(mark, self._mark(plain))
        return (channel, plain[1:]) if channel and genuine else None

    def _mark(self, plain: bytes) -> bytes:
        return hmac.digest(self._key, b"token" + plain, "sha256")[:_MARK]

    async def say(self, pool: Any, channel: str, contact: bytes, wanted: bool, how: str, now: datetime) -> None:
        """Remember a yes or a no, with the way it came and the words it answers."""
        await store.keep_wish(pool, (contact, channel, wanted, how, TEXT_VERSION, now))

    async def unwanted(self, pool: Any, contacts: Iterable[bytes]) -> set[bytes]:
        """Those of the contacts whose latest word is no; silence is no refusal of what was asked for anyway."""
        asked = list(contacts)
        return {contact for contact, wanted in (await store.wishes(pool, asked)).items() if not wanted} if asked else set()

    async def wanted(self, pool: Any, contact: bytes) -> bool:
        """Whether what is only kind goes to this contact."""
        return contact not in await self.unwanted(pool, [contact])
