"""Who hands in a dossier, for whom, and how they are reached: personal data, sealed as soon as it is known."""

from typing import Literal

import msgspec

from intake.domain.words import folded, words_of


class Person(msgspec.Struct, frozen=True):
    """The owner (chủ hồ sơ), a person or an organisation, and who acts for them with power of attorney."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    id_no: str = ""
    content: str = ""  # what is asked for, in the citizen's words
    organisation: str = ""
    tax_code: str = ""
    delegate: str = ""
    delegate_id_no: str = ""
    delegate_phone: str = ""
    authority: str = ""  # the power of attorney: its number and date
    postal_address: str = ""  # where the result is sent
    files: dict[str, str] = {}  # documents' names as they came, which may name people
    delegate_email: str = ""
    language: Literal["vi", "en"] = "vi"  # in which they are written to

    @property
    def contact(self) -> dict[str, str]:
        """Who is told, and how they are reached: the delegate where one is named, by what the owner gave where they gave nothing."""
        return {"name": self.delegate or self.name, "phone": self.delegate_phone or self.phone,
                "email": self.delegate_email or self.email, "language": self.language}  # fmt: skip

    @property
    def words(self) -> frozenset[str]:
        """What the dossier is found by."""
        numbers = {self.phone, self.id_no, self.tax_code, self.delegate_id_no, self.delegate_phone} - {""}
        return words_of(self.name, self.organisation, self.delegate, self.content, self.address, *self.files.values()) | numbers

    def alike(self, procedure: str) -> str:
        """What two submissions of one matter have in common."""
        return f"{procedure}|{self.id_no or self.tax_code or f'{folded(self.name)}|{self.phone}'}"
