"""How the faults of a catalogue are said in Vietnamese; one that isn't known here is said as it was found."""

import re

from lienthong_runtime import Fault

_WORDS = tuple((re.compile(pattern), words) for pattern, words in (
    (r"no agency (\S+), its parent$", r"không có cơ quan cấp trên \1"),
    (r"no agency (\S+), its successor$", r"không có cơ quan kế tục \1"),
    (r"a circle of parents$", "các cơ quan cấp trên nối thành vòng"),
    (r"a circle of successors$", "các cơ quan kế tục nối thành vòng"),
    (r"no such agency$", "không có cơ quan này"),
    (r"nobody is (\S+) on (\S+)$", r"ngày \2 không cơ quan nào giữ vai trò \1"),
    (r"waits for itself$", "chặng chờ chính nó: quy trình thành vòng"),
    (r"no leg (\S+)$", r"không có chặng \1"),
    (r"no route (\S+) on (\S+)$", r"ngày \2 không có quy trình \1"),
    (r"no branch (\S+)$", r"không có nhánh \1"),
    (r"no branch (\S+) on (\S+)$", r"quy trình \2 không có nhánh \1"),
    (r"at least (\d+) of (\S+)$", r"phải có ít nhất \1 nhánh của quy trình \2"),
    (r"the same as those of (\S+)$", r"trùng với trường hợp \1"),
    (r"no paper (\S+)$", r"không có giấy tờ \1"),
    (r"no procedure (\S+)$", r"không có thủ tục \1"),
    (r"no case (\S+)$", r"không có trường hợp \1"),
    (r"twice(: raise entry_version)?$", "có hai lần"),
    (r"(\S+) takes (\S+), (\S+) may hold (\S+) only$", r"\1 cần \2, thời hạn \3 chỉ chứa chắc \4"),
))  # fmt: skip


def said(text: str) -> Fault:
    """A fault of the catalogue as one of a request; its field is the entry's key."""
    place, _, rest = text.partition(": ")
    return Fault(place if rest else "entries", in_vietnamese(rest or text), rest or text)


def in_vietnamese(text: str) -> str:
    """The sentence, or the text itself."""
    for pattern, words in _WORDS:
        if found := pattern.search(text):
            return text[: found.start()] + found.expand(words)
    return text
