"""What an identity provider's claims mean here: the mapping is data, and whatever it doesn't name counts for nothing."""

from typing import Any, get_args

import msgspec
from lienthong_contracts import Code
from lienthong_runtime.identity import Role
from pydantic import TypeAdapter, ValidationError

from portal.accounts.session import Person

_CODE: TypeAdapter[str] = TypeAdapter(Code)


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which claim says what; `roles` and `agencies` turn its words into ours, and a word that isn't in them is passed over."""

    subject_claim: str = "sub"
    roles_claim: str = "roles"
    agency_claim: str = "agency"
    roles: dict[str, list[Role]] = msgspec.field(default_factory=lambda: {role: [role] for role in get_args(Role)})
    agencies: dict[str, str] | None = None  # None: the claim is the agency's own id


def person_of(claims: dict[str, Any], mapping: Mapping) -> Person | None:
    """Who it is; None where the claims name nobody that could be known here."""
    said = claims.get(mapping.roles_claim, ())
    words = [said] if isinstance(said, str) else said if isinstance(said, list) else ()
    roles = frozenset[str](role for word in words for role in mapping.roles.get(str(word), ()))
    agency = _agency(claims.get(mapping.agency_claim), mapping)
    try:
        return Person(_CODE.validate_python(claims.get(mapping.subject_claim)), agency, roles, "provider")
    except ValidationError:
        return None


def _agency(said: Any, mapping: Mapping) -> str | None:
    known = said if mapping.agencies is None else mapping.agencies.get(str(said))
    try:
        return _CODE.validate_python(known) if known else None
    except ValidationError:
        return None
