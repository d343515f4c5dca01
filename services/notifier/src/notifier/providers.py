"""The providers that the settings name, each with its line; the first of a channel is the preferred one."""

from lienthong_runtime import Parts

from notifier import store
from notifier.channels.bounces import Bounces
from notifier.channels.gateway import Gateway
from notifier.channels.letter_mail import Sender, Signer
from notifier.channels.returns import Returns
from notifier.channels.short_message import Brand
from notifier.channels.smpp import WINDOW, Smpp
from notifier.channels.smtp import CONNECTIONS, Login, Smtp
from notifier.lines import Line, Lines
from notifier.settings import Settings


def lines_of(settings: Settings, parts: Parts) -> Lines:
    """All of them. Raises ValueError for a brand or a sender that isn't one."""
    return Lines({"sms": _sms(settings, parts), "email": _mail(settings)})


def _sms(settings: Settings, parts: Parts) -> list[Line]:
    brand = Brand(settings.brand)
    centre = Smpp(settings.smpp, settings.smpp_system_id, settings.smpp_password, brand)
    found = [Line(centre, settings.smpp_rate, WINDOW)]
    if settings.sms_gateway:
        gateway = Gateway(settings.sms_gateway, settings.sms_gateway_key, brand, store.Place(parts.pool, "gateway"))
        found.append(Line(gateway, settings.sms_gateway_rate, 20))
    return found


def _mail(settings: Settings) -> list[Line]:
    returns = Returns(settings.bounce_domain, settings.wish_key)
    sender = Sender(settings.mail_name, settings.mail_from, returns)
    signer = Signer(settings.dkim_selector, sender.address.domain, settings.dkim_key.read_bytes()) if settings.dkim_key else None
    first = Login(settings.smtp, settings.smtp_security, settings.smtp_user, settings.smtp_password, settings.smtp_trusted)
    found = [Line(Smtp(first, sender, Bounces(returns, settings.bounces), signer), settings.smtp_rate, CONNECTIONS)]
    if settings.smtp_second:
        second = Login(settings.smtp_second, settings.smtp_security, settings.smtp_user, settings.smtp_password, settings.smtp_trusted)
        found.append(Line(Smtp(second, sender, Bounces(returns), signer, "smtp-second"), settings.smtp_rate, CONNECTIONS))
    return found
