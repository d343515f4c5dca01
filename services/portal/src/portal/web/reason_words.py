"""Why an event was set aside, in plain words, and what an operator does about it."""

# ruff: noqa: E501  one sentence a line reads better than one wrapped

_LOOK = ("Chạy thử, xem điều sẽ xảy ra", "Make a dry run and see what would happen")
_AGAIN = ("Chạy lại; các sự kiện chờ phía sau tự vào theo thứ tự", "Replay; what waits behind it follows in its order")

# reason: title, then what to do first; a dry run and a replay follow by themselves
REASONS: dict[str, tuple[tuple[str, str], tuple[tuple[str, str], ...]]] = {
    "NoJourney": (
        ("Hồ sơ chưa có lộ trình ở dịch vụ này", "This service has no journey for the dossier"),
        (("Tìm sự kiện tiếp nhận của hồ sơ trong sổ cái, hoặc trong danh sách bên trái", "Find the dossier's reception in the ledger, or in the list beside"),),
    ),
    "NoClock": (
        ("Hồ sơ chưa được tính giờ", "No clock was started for the dossier"),
        (("Tìm sự kiện tiếp nhận của hồ sơ trong sổ cái, hoặc trong danh sách bên trái", "Find the dossier's reception in the ledger, or in the list beside"),),
    ),
    "NoCorrespondence": (
        ("Chưa biết người nộp của hồ sơ này", "Nobody knows yet who handed the dossier in"),
        (("Tìm sự kiện nộp hồ sơ trong sổ cái, hoặc trong danh sách bên trái", "Find the dossier's submission in the ledger, or in the list beside"),),
    ),
    "NeverSubmitted": (
        ("Nơi tiếp nhận không có hồ sơ này", "The one-stop desk has no such dossier"),
        (("Tìm sự kiện nộp hồ sơ; nếu không có, hỏi dịch vụ đã gửi", "Find its submission; if there is none, ask the service that sent it"),),
    ),
    "BrokenBody": (
        ("Nội dung không đúng mẫu của loại sự kiện", "The content isn't that of its kind"),
        (("Báo cho dịch vụ đã gửi; sửa xong phải gửi sự kiện mới, chạy lại không giúp được", "Tell the service that sent it; it has to send a new event, a replay doesn't help"),),
    ),
    "BrokenHeader": (
        ("Đầu đề không đọc được, không biết là của hồ sơ nào", "The headers can't be read: nobody knows whose it is"),
        (("Báo cho dịch vụ đã gửi; sự kiện này không chạy lại được", "Tell the service that sent it; this one can't be replayed"),),
    ),
    "WrongSubject": (
        ("Sự kiện nói về một hồ sơ, đầu đề nói về hồ sơ khác", "The event speaks of one dossier, its header of another"),
        (("Báo cho dịch vụ đã gửi; phải gửi sự kiện mới", "Tell the service that sent it; it has to send a new event"),),
    ),
    "UnknownKind": (
        ("Dịch vụ này không còn xử lý loại sự kiện đó", "This service doesn't handle that kind any more"),
        (("Kiểm tra phiên bản đang chạy của dịch vụ", "Check which version of the service is running"),),
    ),
    "OutsideTables": (
        ("Chưa có bảng lịch làm việc của năm đó", "There is no working calendar for that year"),
        (("Công bố bảng lịch của năm đó ở Danh mục", "Publish that year's calendar in the catalogues"),),
    ),
    "CatalogueBehind": (
        ("Danh mục chưa có mục mà sự kiện nói tới", "The catalogue lacks what the event speaks of"),
        (("Công bố mục đó ở Danh mục, đợi dịch vụ nhận được", "Publish it in the catalogues and wait until the service has it"),),
    ),
}
_BUG = (
    ("Chương trình dừng ở sự kiện này ({name})", "The program failed on this event ({name})"),
    (("Chuyển cho người phát triển kèm mã và nhật ký của dịch vụ; cài bản sửa trước", "Give it to the developers with the service's log; install the repair first"),),
)
_HOPELESS = ("BrokenBody", "BrokenHeader", "WrongSubject")


def reason_title(name: str, lang: str) -> str:
    """The reason in plain words."""
    return REASONS.get(name, _BUG)[0][lang == "en"].format(name=name)


def reason_todo(name: str, lang: str) -> tuple[str, ...]:
    """What to do, in order."""
    first = REASONS.get(name, _BUG)[1]
    return tuple(words[lang == "en"] for words in (*first, *(() if name in _HOPELESS else (_LOOK, _AGAIN))))
