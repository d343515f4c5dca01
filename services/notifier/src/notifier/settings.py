"""What notifier reads from the environment; constructed only in __main__."""

from pathlib import Path
from typing import ClassVar, Literal

from lienthong_runtime import RuntimeSettings


class Settings(RuntimeSettings):
    """The chassis' settings, the providers, and where intake and the portal answer. Rates are messages a second, 0: as fast as it goes."""

    smtp: str = "127.0.0.1:1025"
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_trusted: str = ""  # a file of certificates besides the system's
    smtp_rate: float = 0
    smtp_second: str = ""  # host:port of another mail server, for when the first is ill
    mail_from: str = "khong-tra-loi@lienthong.invalid"
    mail_name: str = "Liên Thông"
    dkim_selector: str = ""
    dkim_key: Path | None = None
    bounces: str = ""  # host:port to take bounces and complaints at; empty: nowhere
    bounce_domain: str = "lienthong.invalid"  # whose mail exchanger hands them on to `bounces`
    smpp: str = "127.0.0.1:2775"
    smpp_system_id: str = "lienthong"
    smpp_password: str = "lienthon"
    smpp_rate: float = 0
    sms_gateway: str = ""  # URL of an HTTP gateway, for when the SMS centre is ill
    sms_gateway_key: str = "lienthong"
    sms_gateway_rate: float = 0
    brand: str = "LienThong"  # NĐ 91/2020 Đ.22: at most 11 characters
    sms_keyword: str = ""  # how an SMS says it can be switched off, such as "soan TC gui 8077"
    wish_key: str = "local"  # hashes contacts of who said no, marks addresses that bounces come back to; it must not change
    intake_url: str = "http://127.0.0.1:8001"
    quiet: str = "22:00-07:00"  # no SMS rings then, at UTC+7; empty: at any hour
    portal_url: str = "http://127.0.0.1:8005"

    secrets: ClassVar[tuple[str, ...]] = (*RuntimeSettings.secrets, "wish_key")
