"""The fields (lĩnh vực) that procedures belong to, by the last part of a field's code; the first is the province's."""

FIELDS: dict[str, tuple[str, str]] = {
    "HT": ("Hộ tịch", "Civil status"),
    "DD": ("Đất đai", "Land"),
    "CTR": ("Cư trú", "Residence"),
    "CT": ("Chứng thực", "Certification"),
    "BTXH": ("Bảo trợ xã hội", "Social protection"),
    "KD": ("Hộ kinh doanh", "Household business"),
    "XD": ("Xây dựng", "Construction"),
    "TCD": ("Tiếp công dân, xử lý đơn", "Receiving citizens, petitions"),
    "BHYT": ("Bảo hiểm y tế", "Health insurance"),
    "CC": ("Căn cước", "Identity card"),
    "DN": ("Doanh nghiệp", "Enterprises"),
    "TP": ("Lý lịch tư pháp", "Criminal records"),
    "MT": ("Môi trường", "Environment"),
    "GDDT": ("Giáo dục và đào tạo", "Education and training"),
    "LD": ("Lao động, việc làm", "Labour and employment"),
    "VHTT": ("Văn hoá, thể thao", "Culture and sports"),
    "NN": ("Nông nghiệp, thuỷ lợi", "Agriculture and irrigation"),
    "GTVT": ("Giao thông vận tải", "Transport"),
}


def field_name(field: str, lang: str = "vi") -> str:
    """A field's name, or its code when it has none."""
    names = FIELDS.get(field.rpartition("-")[2])
    return names[lang == "en"] if names else field
