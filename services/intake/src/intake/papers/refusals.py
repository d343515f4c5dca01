"""Why a file isn't taken, in one sentence in either language."""

from lienthong_runtime import Fault, Refused

MEGABYTE = 1_000_000


def refusal(vi: str, en: str) -> Refused:
    """A file that isn't taken."""
    return Refused(Fault("file", vi, en))


def too_big(bound: int) -> Refused:
    """Longer than may be handed in; said as soon as the bound is passed."""
    size = f"{bound / MEGABYTE:g} MB"
    return refusal(f"tệp lớn hơn {size}, là mức tối đa được nhận", f"the file is larger than {size}, the most that is taken")


def too_slow() -> Refused:
    """Still not whole when the longest time for it is over."""
    return refusal("tệp gửi quá lâu, chưa nhận đủ", "the file took too long to come")


def empty() -> Refused:
    """Nothing came."""
    return refusal("tệp rỗng, không có nội dung nào", "the file is empty")


def unknown_type(suffix: str, taken: str) -> Refused:
    """A name whose ending isn't one of those taken."""
    return refusal(f"không nhận tệp có đuôi “{suffix}”; các loại được nhận: {taken}",
                   f"files ending in “{suffix}” are not taken; these are: {taken}")  # fmt: skip


def other_content(suffix: str, vi: str, en: str) -> Refused:
    """The content isn't what the name says."""
    return refusal(f"tệp có đuôi {suffix} nhưng nội dung là {vi}", f"the file is named {suffix} but its content is {en}")


def active_xml() -> Refused:
    """XML that fetches, grows, draws or hides its letters."""
    return refusal("tệp XML có DOCTYPE, bảng định dạng hoặc hình vẽ, hoặc không dùng bảng mã UTF-8",
                   "the XML file has a DOCTYPE, a stylesheet or a drawing, or isn't in UTF-8")  # fmt: skip


def hidden_page(suffix: str) -> Refused:
    """A web page's code stands at the head of something else."""
    return refusal(f"tệp {suffix} có chứa mã trang web ở phần đầu", f"the {suffix} file has a web page's code at its head")


def hidden_archive(suffix: str) -> Refused:
    """Two files in one: what the name says from the front, an archive from the back."""
    return refusal(f"tệp {suffix} có gắn thêm một tệp nén ở cuối", f"the {suffix} file has an archive attached to its end")


def unpacks_to_more(bound: int) -> Refused:
    """An archive far larger inside than outside."""
    size = f"{bound / MEGABYTE:g} MB"
    return refusal(f"tệp khi giải nén lớn hơn {size}", f"the file would unpack to more than {size}")


def packed_too_tightly(times: int) -> Refused:
    """No document packs like this; a bomb does."""
    return refusal(f"tệp khi giải nén lớn gấp hơn {times} lần", f"the file would unpack to more than {times} times its size")


def too_many_entries(bound: int) -> Refused:
    """An archive of more parts than a document has."""
    return refusal(f"tệp gồm hơn {bound} phần bên trong", f"the file holds more than {bound} parts")


def unsound() -> Refused:
    """An archive that readers would understand differently, or not at all."""
    return refusal("tệp bị hỏng: các phần bên trong không khớp với mục lục", "the file is damaged: its parts don't match its index")


def locked() -> Refused:
    """Nobody could read it."""
    return refusal("tệp có đặt mật khẩu; hãy gỡ mật khẩu rồi nộp lại", "the file is locked by a password; remove it and send again")


def unsafe_entry() -> Refused:
    """A part that would be unpacked outside the folder meant for it."""
    return refusal("tệp có phần bên trong mang đường dẫn không hợp lệ", "the file holds a part with a forbidden path")


def nested() -> Refused:
    """An archive within an archive."""
    return refusal("tệp có chứa một tệp nén khác bên trong", "the file holds another archive")


def program_inside() -> Refused:
    """A macro, a script or a program travels in the document."""
    return refusal("tệp có chứa macro hoặc chương trình bên trong", "the file holds a macro or a program")
