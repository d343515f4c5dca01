"""What the portal reads from the environment; constructed only in __main__."""

from pathlib import Path
from typing import Any

from lienthong_runtime import RuntimeSettings
from pydantic import Field


class Settings(RuntimeSettings):
    """The chassis' settings, where the other services answer, where the generated documents lie, and how people sign in."""

    intake_url: str = "http://127.0.0.1:8001"
    routing_url: str = "http://127.0.0.1:8002"
    sla_monitor_url: str = "http://127.0.0.1:8003"
    notifier_url: str = "http://127.0.0.1:8004"
    portal_url: str = "http://127.0.0.1:8005"
    sink_url: str = ""
    payment_sandbox: bool = False  # a page that plays the payment gateway; nobody pays anything there
    documents: Path = Path(__file__).parents[4] / "docs" / "api"

    signing_key: str = ""  # 32 characters of chance; its public key belongs into every service's identity_keys
    session_idle_minutes: int = 120
    session_hours: int = 12
    oidc_issuer: str = ""  # an identity provider's address; without one there is no button for it
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_claims: dict[str, Any] = Field(default_factory=dict)  # which says what: accounts.claims
