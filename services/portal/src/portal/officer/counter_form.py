"""What was typed at the counter, and the submission that it amounts to; names and numbers stay in the form and go to intake alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PLAIN = ("name", "id_no", "phone", "email", "address", "postal_address")
ORGANISATION = ("organisation", "tax_code")
DELEGATE = ("name", "id_no", "phone", "authority")
WAYS = ("person", "organisation", "delegate")
RETURNS = ("counter", "post", "online")
PAYS = ("", "transfer", "cash")
EXITS = ("receive", "return", "decline")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed; lists for what may be ticked several times."""

    said: Mapping[str, Any] = field(default_factory=dict)

    def one(self, name: str, usual: str = "") -> str:
        """A field's text; the last of several."""
        value = self.said.get(name, usual)
        return str(value[-1] if isinstance(value, list) and value else value or usual)

    def many(self, name: str) -> tuple[str, ...]:
        """What was ticked."""
        value = self.said.get(name, ())
        return (value,) if isinstance(value, str) and value else tuple(value or ())

    def chosen(self, name: str, known: tuple[str, ...]) -> str:
        """A choice among those known; the first where nothing known was chosen."""
        return value if (value := self.one(name)) in known else known[0]

    @property
    def exit(self) -> str:
        """Received, returned for completion, or declined (R04)."""
        return self.chosen("exit", EXITS)


def submission_of(typed: Typed) -> dict[str, Any]:
    """The body of intake's command; what was left empty is left out, so that what is missing is said to be missing."""
    way = typed.chosen("way", WAYS)
    body: dict[str, Any] = {
        "procedure": typed.one("procedure"), "channel": "counter", "applicant": "organisation" if way == "organisation" else "person",
        "papers": list(typed.many("papers")), "return_channel": typed.chosen("return_channel", RETURNS), "exit": typed.exit,
        "although_alike": typed.one("although_alike") == "yes", "branches": list(typed.many("branches")),
    }  # fmt: skip
    names = (*PLAIN, "case", *(ORGANISATION if way == "organisation" else ()))
    body |= {name: text for name in names if (text := typed.one(name).strip())}
    if way == "delegate":
        body["delegate"] = {name: text for name in DELEGATE if (text := typed.one(f"delegate_{name}").strip())}
    if typed.exit != "receive":
        body |= {name: typed.one(name).strip() for name in ("reason", "legal_ground")}
    return body


def at_fields(faults: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each fault at the form's own field: a delegate's `delegate.name` is `delegate_name`, a paper's is its row."""
    found: dict[str, str] = {}
    for name, text in faults:
        place = name.replace("delegate.", "delegate_") if name.startswith("delegate.") else name
        found[place] = f"{found[place]}; {text}" if place in found else text
    return found
