"""What the portal reads from the environment; constructed only in __main__."""

from pathlib import Path

from lienthong_runtime import RuntimeSettings


class Settings(RuntimeSettings):
    """The chassis' settings, where the other services answer, and where the generated documents lie."""

    intake_url: str = "http://127.0.0.1:8001"
    routing_url: str = "http://127.0.0.1:8002"
    sla_monitor_url: str = "http://127.0.0.1:8003"
    notifier_url: str = "http://127.0.0.1:8004"
    portal_url: str = "http://127.0.0.1:8005"
    sink_url: str = ""
    payment_sandbox: bool = False  # a page that plays the payment gateway; nobody pays anything there
    documents: Path = Path(__file__).parents[4] / "docs" / "api"
