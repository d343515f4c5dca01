"""What becomes of open dossiers when an entry changes: they keep their version, but an agency that ends hands them on (R29, S0-25)."""

from typing import Literal

import msgspec
from lienthong_contracts import AgencyPublished, CatalogueEntry, ProcedurePublished, RoutePublished

By = Literal["procedure", "desk", "route"]


class Fate(msgspec.Struct, frozen=True):
    """Which dossiers an entry touches, by what of theirs, and what happens to them."""

    by: By
    vi: str
    en: str
    needs_succeed: bool = False


def fate(old: CatalogueEntry | None, new: CatalogueEntry) -> Fate | None:
    """What the change means for open dossiers; None for a new entry, and for kinds that dossiers aren't bound to."""
    if old is None:
        return None
    if isinstance(new, ProcedurePublished):
        return _of_procedure(new)
    if isinstance(new, AgencyPublished):
        return _of_agency(new)
    return _of_route(new) if isinstance(new, RoutePublished) else None


def _of_procedure(new: ProcedurePublished) -> Fate:
    if new.valid_to is None:
        return Fate("procedure", f"giải quyết tiếp theo phiên bản lúc nộp; hồ sơ nộp từ {new.valid_from} theo phiên bản mới",
                    f"they finish on the version they were handed in under; those from {new.valid_from} take the new one")  # fmt: skip
    return Fate("procedure", f"thủ tục không chọn được từ {new.valid_to}; hồ sơ đang mở giải quyết tiếp theo phiên bản lúc nộp",
                f"the procedure can't be chosen from {new.valid_to}; open dossiers finish on their version")  # fmt: skip


def _of_agency(new: AgencyPublished) -> Fate:
    if new.valid_to is None:
        return Fate("desk", f"vẫn ở cơ quan này; thông tin mới áp dụng từ {new.valid_from}",
                    f"they stay with the agency; what is new holds from {new.valid_from}")  # fmt: skip
    heir = new.successor or "?"
    return Fate("desk", f"cơ quan chấm dứt từ {new.valid_to}: cần chuyển hồ sơ sang {heir} (lienthong succeed)",
                f"the agency ends on {new.valid_to}: hand them over to {heir} (lienthong succeed)", needs_succeed=True)  # fmt: skip


def _of_route(new: RoutePublished) -> Fate:
    return Fate("route", f"hồ sơ đã tiếp nhận giữ quy trình đã lập; hồ sơ tiếp nhận từ {new.valid_from} theo quy trình mới",
                f"received ones keep their journey; those received from {new.valid_from} take the new route")  # fmt: skip
