"""The form of a procedure, built from the catalogue: which fields it has, on which page each fault is mended, and what a form says."""

from collections.abc import Iterator, Mapping
from typing import Any

from lienthong_contracts import ProcedurePublished

from portal.online.views import FieldView, Page

_OWN = (
    FieldView("name", "online.name", autocomplete="name", required=True),
    FieldView("id_no", "online.id_no", autocomplete="off", most=20, hint="online.id_no.hint"),
    FieldView("phone", "online.phone", "tel", autocomplete="tel", most=20, hint="online.phone.hint"),
    FieldView("email", "online.email", "email", autocomplete="email", most=254),
    FieldView("address", "online.address", autocomplete="street-address", most=500),
)
_ORGANISATION = (
    FieldView("organisation", "online.organisation", autocomplete="organization"),
    FieldView("tax_code", "online.tax_code", most=20),
)
_CONTENT = (FieldView("content", "online.content", "area", most=2000, hint="online.content.hint"),)
_DELEGATE = (
    FieldView("delegate.name", "online.delegate.name"),
    FieldView("delegate.id_no", "online.id_no", most=20),
    FieldView("delegate.phone", "online.phone", "tel", most=20),
    FieldView("delegate.email", "online.email", "email", most=254),
    FieldView("delegate.authority", "online.authority", hint="online.authority.hint"),
)
_POST = (FieldView("postal_address", "online.postal_address", most=500),)
RETURNS = ("counter", "post", "online")


def groups(procedure: ProcedurePublished, values: Mapping[str, Any]) -> tuple[tuple[str, tuple[FieldView, ...]], ...]:
    """The fields by their heading, with what was filled in."""
    organisation = _ORGANISATION if procedure.who != "person" else ()
    found = (("online.you", (*organisation, *_OWN)), ("online.matter", (*_CONTENT, *_quantities(procedure, str(values.get("case") or "")))),
             ("online.delegate", _DELEGATE), ("online.post", _POST))  # fmt: skip
    return tuple((words, tuple(_filled(one, values) for one in fields)) for words, fields in found)


def _quantities(procedure: ProcedurePublished, case: str) -> Iterator[FieldView]:
    """How many pages or copies are paid for."""
    for fee in procedure.fees:
        if fee.per != "dossier" and fee.channel in (None, "online") and fee.case in (None, case):
            yield FieldView(f"quantities.{fee.id}", f"online.per.{fee.per}", "number", most=5, label=fee.name)


def _filled(one: FieldView, values: Mapping[str, Any]) -> FieldView:
    whole, _, part = one.name.partition(".")
    value = (values.get(whole) or {}).get(part, "") if part else values.get(one.name, "")
    said = {name: getattr(one, name) for name in ("name", "words", "kind", "autocomplete", "most", "required", "hint", "label")}
    return FieldView(**said, value=str(value))


def written(procedure: ProcedurePublished, form: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The draft's fields with what this form says; of whatever the form hasn't, the draft keeps what it has."""
    said = {one.name: str(form[one.name]).strip() for _, fields in groups(procedure, values) for one in fields if one.name in form}
    plain = {name: text for name, text in said.items() if "." not in name}
    delegate = {name.partition(".")[2]: text for name, text in said.items() if name.startswith("delegate.") and text}
    counted = {name.partition(".")[2]: _number(text) for name, text in said.items() if name.startswith("quantities.") and text}
    chosen = {name: str(form[name]) for name in ("applicant", "return_channel") if form.get(name)}
    whole = {**values, **plain, **chosen, "quantities": counted, "delegate": delegate or None}
    return {name: value for name, value in whole.items() if value not in ("", None, {})}


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 7 else text


def page_of(field: str) -> Page:
    """On which page a fault is mended."""
    if field.startswith("papers"):
        return "papers"
    return "review" if field in ("although_alike", "desk", "case", "branches", "procedure", "channel", "status", "owner") else "who"
