"""What several papers name: the issuer, persons, officers who answer and sign, the dossier's papers."""

from typing import Literal

from msgspec import Struct

Channel = Literal["counter", "post", "online"]


class Head(Struct, frozen=True, kw_only=True):
    """Who issues the paper, and where (địa danh)."""

    agency: str
    superior: str = ""
    place: str = ""


class Party(Struct, frozen=True, kw_only=True):
    """A submitter (người nộp) or owner (chủ hồ sơ); each form prints of them what its Mẫu names, the number only Mẫu 01."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    identity: str = ""


class Contact(Struct, frozen=True, kw_only=True):
    """The officer whom the citizen may ask."""

    name: str = ""
    phone: str = ""


class Signer(Struct, frozen=True, kw_only=True):
    """Who signs; `capacity` is printed line by line (TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH), and a usual one where it is empty."""

    name: str = ""
    capacity: tuple[str, ...] = ()


class Component(Struct, frozen=True, kw_only=True):
    """A paper of the dossier, counted by what was handed in: original, certified copy, photocopy, electronic."""

    name: str
    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    electronic: int = 0


class Missing(Struct, frozen=True, kw_only=True):
    """What must be supplemented, and how."""

    what: str
    how: str = ""
