"""What may be kept of a file name from outside: something to show, never a path."""

import re
import unicodedata

BYTES, LOOKED_AT, SUFFIX = 255, 4096, 16
NAMELESS = "tệp"
# Windows opens a device under these names, whatever ending follows.
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def tidy(name: str) -> str:
    """The last part of the name in NFC, without what could steer a file system or a screen, in at most 255 bytes of UTF-8."""
    stem, suffix = _split(_cleaned(re.split(r"[/\\]", name[-LOOKED_AT:])[-1]))
    stem = stem.strip(" .") or NAMELESS
    if _DEVICE.match(stem):
        stem = f"_{stem}"
    return _within(stem, BYTES - len(suffix.encode())) + suffix


def suffix_of(name: str) -> str:
    """The ending in lower case with its dot; empty where there is none."""
    return _split(name)[1].lower()


def _cleaned(part: str) -> str:
    # Controls, bidi overrides (`gpj.exe` shown as `exe.jpg`), surrogates and unassigned letters are all in the categories C*.
    seen = "".join(" " if unicodedata.category(c)[0] == "Z" else c for c in part if not unicodedata.category(c).startswith("C"))
    return _FORBIDDEN.sub("_", unicodedata.normalize("NFC", seen)).lstrip().rstrip(" .")


def _split(name: str) -> tuple[str, str]:
    stem, dot, last = name.rpartition(".")
    return (stem, dot + last) if dot and 0 < len(last.encode()) <= SUFFIX else (name, "")


def _within(text: str, length: int) -> str:
    return text.encode()[:length].decode(errors="ignore").rstrip(" .") or NAMELESS
