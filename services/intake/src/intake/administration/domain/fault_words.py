"""How the faults of a catalogue are said in Vietnamese; one that isn't known here is said as it was found."""

import re

from lienthong_runtime import Fault

_CONSTRUCTS = {
    "a loop": "vòng lặp", "a macro": "macro", "a call": "lời gọi hàm", "an attribute": "thuộc tính", "an import": "import",
    "an include": "include", "a set": "phép gán", "a filter": "bộ lọc", "a test": "phép kiểm tra", "arithmetic": "phép tính",
    "this construct": "cấu trúc này", "a comparison other than == and !=": "so sánh khác == và !=", "a value that is no text":
    "giá trị không phải chữ", "an if without else within braces": "if không có else trong ngoặc",
}  # fmt: skip
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
    (r"no template (\S+)$", r"không có mẫu thư \1"),
    (r"(\S+) doesn't go out by (\S+)$", r"mẫu \1 không gửi qua \2"),
    (r"nobody finds it unless it is called (\S+)$", r"phải có mã \1 thì mới tìm thấy"),
    (r"line (\d+): syntax: ", r"dòng \1: sai cú pháp: "),
    (r"too intricate$", "quá rắc rối"),
    *((rf"line (\d+): {re.escape(en)} isn't allowed$", rf"dòng \1: không được dùng {vi}") for en, vi in _CONSTRUCTS.items()),
    (r"no word (\S+); there are (.+)$", r"không có từ \1; chỉ có \2"),
    (r"(\S+) must not be in an SMS$", r"không được đưa \1 vào tin nhắn"),
    (r"is empty$", "chưa có nội dung"),
    (r"has a line break$", "không được xuống dòng"),
    (r"doesn't say (\S+) \((.+)\)$", r"thiếu \1 (\2)"),
    (r"(?<=: )(.+) can't be sent in an SMS \(GSM-7\)$", r"tin nhắn không gửi được \1 (GSM-7)"),
    (r"takes (\d+) parts of an SMS \((\d+) signs\), (\d+) allowed$", r"thành \1 phần tin nhắn (\2 ký tự), chỉ được \3"),
))  # fmt: skip


def said(text: str) -> Fault:
    """A fault of the catalogue as one of a request; its field is the entry's key."""
    place, _, rest = text.partition(": ")
    return Fault(place if rest else "entries", in_vietnamese(rest or text), rest or text)


def in_vietnamese(text: str) -> str:
    """The sentence, or the text itself."""
    for pattern, words in _WORDS:
        if found := pattern.search(text):
            return text[: found.start()] + found.expand(words) + text[found.end() :]
    return text
