"""Answers to bad requests: RFC 9457 problem documents, every fault at once, in the reader's language."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from lienthong_runtime.decision import Fault

_TITLES = {
    400: ("Yêu cầu không đọc được", "The request can't be read"),
    401: ("Chưa xác thực", "Not authenticated"),
    403: ("Không được phép", "Not allowed"),
    404: ("Không tìm thấy", "Not found"),
    405: ("Không làm được như vậy ở đây", "That can't be done here"),
    408: ("Gửi quá chậm", "Sent too slowly"),
    409: ("Hồ sơ đã thay đổi", "The dossier has changed"),
    413: ("Nội dung gửi quá lớn", "Too much was sent"),
    422: ("Yêu cầu có lỗi", "The request has faults"),
    429: ("Quá nhiều yêu cầu", "Too many requests"),
    500: ("Hệ thống gặp lỗi", "The system has a fault"),
    503: ("Hệ thống tạm thời chưa sẵn sàng", "The system isn't ready at the moment"),
    507: ("Kho lưu trữ đã đầy", "There is no room left"),
}
_WORDS = {
    "missing": ("thiếu thông tin này", "is missing"),
    "string_too_short": ("chưa có nội dung", "is empty"),
    "string_too_long": ("quá dài", "is too long"),
    "string_pattern_mismatch": ("có ký tự không dùng được", "has characters that can't be used"),
    "string_unicode": ("có ký tự không dùng được", "has characters that can't be used"),
    "json_invalid": ("không phải JSON", "is not JSON"),
    "extra_forbidden": ("không có mục này", "is not a field"),
    "literal_error": ("không thuộc các giá trị cho phép", "is not one of the values allowed"),
    "int_parsing": ("phải là số nguyên", "must be a whole number"),
    "int_type": ("phải là số nguyên", "must be a whole number"),
    "uuid_parsing": ("không phải mã định danh", "is not an identifier"),
    "timezone_aware": ("thiếu múi giờ", "has no time zone"),
    "datetime_from_date_parsing": ("không phải thời điểm", "is not an instant"),
    "datetime_parsing": ("không phải thời điểm", "is not an instant"),
    "greater_than_equal": ("quá nhỏ", "is too small"),
    "less_than_equal": ("quá lớn", "is too large"),
}
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "law": {"type": "string", "description": "The rule that forbids it"},
        "current": {"type": "object", "description": "The state that a stale command missed"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def language_of(request: Request) -> str:
    """vi unless the reader prefers English."""
    accepted = request.headers.get("accept-language", "vi").lower()
    vi, en = accepted.find("vi"), accepted.find("en")
    return "en" if en >= 0 and (vi < 0 or en < vi) else "vi"


# How a service with windows tells a person of a problem: the request, its status, and every fault.
type ProblemPage = Callable[[Request, int, Sequence[Fault]], Response]


def problem(request: Request, status: int, faults: Sequence[Fault] = (), **members: Any) -> Response:
    """A problem document, or a page for who asked for one. `members` are further ones, such as the current state of a stale command."""
    page: ProblemPage | None = getattr(request.app.state, "problem_page", None)
    if page is not None and "text/html" in request.headers.get("accept", ""):
        return page(request, status, faults)
    language = language_of(request)
    title = _TITLES.get(status, _TITLES[422])[language == "en"]
    errors = [{"field": fault.field, "detail": fault.en if language == "en" else fault.vi} for fault in faults]
    body = {"type": "about:blank", "title": title, "status": status, "errors": errors, **members}
    headers = {"Content-Language": language, **({"Retry-After": "1"} if status == 503 else {})}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def later(request: Request, status: int, seconds: float) -> Response:
    """The answer to who has to come again: when."""
    wait = ceil(seconds)
    vi, en = f"hãy thử lại sau {wait} giây", f"try again in {wait} seconds"
    answer = problem(request, status, [Fault("Retry-After", vi, en)])
    answer.headers["Retry-After"] = str(wait)
    return answer


def nobody(request: Request) -> Response:
    """The answer to who isn't signed in."""
    return problem(request, 401, [Fault("Authorization", "hãy đăng nhập", "sign in first")])


def faults_of(errors: Sequence[Any]) -> list[Fault]:
    """pydantic's errors in two languages; the input itself is never repeated."""
    return [_fault(error) for error in errors]


def _fault(error: Any) -> Fault:
    vi, en = _WORDS.get(error["type"], ("không hợp lệ", "is not valid"))
    return Fault(".".join(str(part) for part in error["loc"] if part != "body") or "body", vi, en)
