"""Turns views into pages: templates, the words of a language, and addresses of static files."""

import hashlib
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from portal import format
from portal.views import EventLine
from portal.web.rail import CITIZENS, rail
from portal.web.words import WORDS

HERE = Path(__file__).parent
TEMPLATES, STATIC = HERE / "templates", HERE / "static"

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# What stands on a page is its reader's: neither a proxy nor the next one at the same machine gets it from a cache.
HEADERS = {"Content-Security-Policy": CSP, "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
LANGUAGES = ("vi", "en")
_WRITTEN = (
    format.number, format.percent, format.day, format.short_day, format.weekday, format.short_weekday,
    format.clock_time, format.moment, format.short_moment, format.working_words, format.about, format.hours,
    format.local_day, format.dong, format.long_moment,
)  # fmt: skip


class Pages:
    """The templates, read once; built by the composition root and safe to share."""

    def __init__(self, templates: Path = TEMPLATES, static: Path = STATIC, mount: str = "/static") -> None:
        self._jinja = Environment(
            loader=FileSystemLoader(templates), autoescape=select_autoescape(default=True),
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )  # fmt: skip
        addresses = {file.relative_to(static).as_posix(): _address(file, static, mount) for file in _files(static)}
        self._jinja.globals |= {"asset": addresses.__getitem__, "share": format.share, "rail": rail, "citizen_stops": CITIZENS,
                                "to_day": date.fromisoformat, "to_moment": datetime.fromisoformat}  # fmt: skip
        self._written = {lang: {f.__name__: partial(f, lang=lang) for f in _WRITTEN} for lang in LANGUAGES}
        self._said = {lang: partial(_say, lang) for lang in LANGUAGES}

    def render(self, name: str, view: Any, lang: str = "vi", **extra: Any) -> str:
        """The page or fragment `name` of `view`; `lang` is vi or en, anything else is vi."""
        lang = lang if lang in LANGUAGES else "vi"
        words: dict[str, Any] = {"view": view, "lang": lang, "t": self._said[lang], **self._written[lang]}
        return self._jinja.get_template(f"{name}.html").render(words | extra)

    def word(self, lang: str, key: str) -> str:
        """One of the house's words."""
        return str(self._said[lang](key))

    def line(self, event: EventLine, lang: str = "vi") -> str:
        """One `<li>` of the live feed on a single line, as server-sent events want their data."""
        return " ".join(self.render("line", event, lang).split())



def _say(lang: str, key: str, **parts: Any) -> Markup:
    return Markup(WORDS[key][LANGUAGES.index(lang)]).format(**parts)


def _files(static: Path) -> list[Path]:
    return [file for file in sorted(static.rglob("*")) if file.is_file()]


def _address(file: Path, static: Path, mount: str) -> str:
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
    return f"{mount}/{file.relative_to(static).as_posix()}?v={mark}"
