"""What the fields of catalogue entries are called in Vietnamese."""

NAMES = {
    # every entry
    "id": "mã", "entry_version": "phiên bản", "valid_from": "hiệu lực từ", "valid_to": "hết hiệu lực từ",
    "name": "tên", "name_en": "tên tiếng Anh", "decision_no": "số quyết định", "level": "cấp thực hiện",
    # agencies
    "kind": "loại", "parent": "cơ quan cấp trên", "successor": "cơ quan kế tục", "roles": "vai trò", "hours": "giờ làm việc",
    "work": "giờ hành chính", "reception": "giờ chỉ tiếp nhận", "after_hours": "nộp ngoài giờ", "old_id": "mã định danh cũ",
    "code_scheme": "cách đánh mã hồ sơ", "mon": "thứ Hai", "tue": "thứ Ba", "wed": "thứ Tư", "thu": "thứ Năm", "fri": "thứ Sáu",
    "sat": "thứ Bảy", "sun": "Chủ nhật",
    # procedures
    "field": "lĩnh vực", "steps": "trình tự thực hiện", "channels": "cách thức thực hiện", "papers": "thành phần hồ sơ",
    "copies": "số bản", "required": "bắt buộc", "term": "thời hạn giải quyết", "who": "đối tượng thực hiện",
    "authority": "cơ quan giải quyết", "result": "kết quả", "fee_dong": "phí, lệ phí (đồng)", "route": "quy trình nội bộ",
    "supplement_mode": "cách tính khi bổ sung", "receipt_required": "phải có giấy tiếp nhận", "sensitive": "dữ liệu nhạy cảm",
    "legal_basis": "căn cứ pháp lý", "warn_at": "mốc cảnh báo", "supplement_window": "thời hạn bổ sung",
    "stalled_after": "coi là ứ đọng sau", "escalate_after": "báo cấp trên sau", "legal_term": "thời hạn theo luật",
    "days_saved": "số ngày đã cắt giảm", "priority_term": "thời hạn ưu tiên", "service_level": "mức độ dịch vụ công",
    "partial_reason": "lý do chưa toàn trình", "old_level": "mức độ cũ (1–4)", "paperless": "không dùng giấy",
    "after_three": "sau 15 giờ tính ngày hôm sau", "any_desk": "nhận phi địa giới", "cases": "trường hợp", "fees": "các khoản phí",
    "amount_dong": "số tiền (đồng)", "channel": "cách nộp", "case": "trường hợp", "per": "tính theo", "results": "các kết quả",
    "procedure": "thủ tục", "process_decision_no": "số quyết định quy trình", "letter": "thư kèm kết quả",
    "replaced_by": "được thay bằng", "retention_days": "số ngày lưu dữ liệu cá nhân",
    # routes
    "legs": "các chặng", "leg": "chặng", "agency": "cơ quan", "task": "nội dung công việc", "share": "thời gian của chặng",
    "after": "sau chặng", "pause_before": "tạm dừng trước chặng", "consult_within": "thời hạn lấy ý kiến",
    "on_silence": "khi không trả lời", "branch": "nhánh", "branches": "các nhánh", "default": "mặc định chọn",
    "least_branches": "số nhánh tối thiểu", "phase": "giai đoạn", "posting": "thời gian niêm yết",
    "posting_stops_clock": "niêm yết không tính thời hạn", "external": "hệ thống bên ngoài", "supervisor": "cơ quan theo dõi",
    "sum_override": "lý do chấp nhận vượt thời hạn",
    # calendars
    "year": "năm", "projection": "dự kiến", "days": "các ngày", "on": "ngày", "own_hours": "ngày làm giờ riêng",
    "windows": "khung giờ",
    # letters
    "template": "mẫu", "language": "ngôn ngữ", "subject": "tiêu đề", "text": "nội dung", "parts": "số phần tin nhắn",
}  # fmt: skip


def name_of(field: str) -> str:
    """The field's name, or the field itself where it has none yet."""
    return NAMES.get(field, field)
