"""All that signing in needs, made of the settings."""

from dataclasses import dataclass
from datetime import timedelta

import msgspec
from lienthong_runtime import Parts
from lienthong_runtime.clock import system_now

from portal.accounts.administration import Administration
from portal.accounts.claims import Mapping
from portal.accounts.entering import Entering
from portal.accounts.minting import Mint
from portal.accounts.passwords import Hasher
from portal.accounts.provider import Provider
from portal.accounts.sessions import Sessions
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class SignIn:
    """What signing in is done with."""

    sessions: Sessions
    entering: Entering
    hasher: Hasher
    administration: Administration
    mint: Mint
    provider: Provider | None
    mapping: Mapping


def sign_in_of(parts: Parts, settings: Settings) -> SignIn:
    """Made for this process. Sessions live by the machine's time, also where a replay drives the business clock."""
    mint, hasher = Mint(settings.signing_key), Hasher()
    idle, length = timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    sessions = Sessions(parts.pool, mint, system_now, idle, length)
    provider = Provider(settings.oidc_issuer, settings.oidc_client, settings.oidc_secret, system_now) if settings.oidc_issuer else None
    return SignIn(
        sessions, Entering(sessions, hasher), hasher, Administration(sessions, hasher, parts), mint, provider,
        msgspec.convert(settings.oidc_claims, Mapping),
    )  # fmt: skip
