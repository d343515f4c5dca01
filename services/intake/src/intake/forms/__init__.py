from intake.forms.data import (
    Apology,
    ControlSlip,
    Edition,
    Form,
    HandOver,
    Ledger,
    LedgerRow,
    Letter,
    Paper,
    Receipt,
    Refusal,
    StopNotice,
    SupplementRequest,
)
from intake.forms.edition import NoSuchForm, edition_on
from intake.forms.paper import NaiveInstant
from intake.forms.parts import Component, Contact, Head, Missing, Party, Signer
from intake.forms.render import Forms, UnprintableForm

__all__ = [
    "Apology",
    "Component",
    "Contact",
    "ControlSlip",
    "Edition",
    "Form",
    "Forms",
    "HandOver",
    "Head",
    "Ledger",
    "LedgerRow",
    "Letter",
    "Missing",
    "NaiveInstant",
    "NoSuchForm",
    "Paper",
    "Party",
    "Receipt",
    "Refusal",
    "Signer",
    "StopNotice",
    "SupplementRequest",
    "UnprintableForm",
    "edition_on",
]
