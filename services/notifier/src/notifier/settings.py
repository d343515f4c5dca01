"""What notifier reads from the environment; constructed only in __main__."""

from lienthong_runtime import RuntimeSettings


class Settings(RuntimeSettings):
    """The chassis' settings, the providers, and where intake and the portal answer."""

    smtp: str = "127.0.0.1:1025"
    smpp: str = "127.0.0.1:2775"
    smpp_system_id: str = "lienthong"
    smpp_password: str = "lienthon"
    intake_url: str = "http://127.0.0.1:8001"
    quiet: str = "22:00-07:00"  # no SMS rings then, at UTC+7; empty: at any hour
    portal_url: str = "http://127.0.0.1:8005"
