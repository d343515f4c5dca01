"""The words of the audit log: key, then Vietnamese and English."""

# ruff: noqa: E501  one sentence a line reads better than one wrapped

AUDIT_WORDS: dict[str, tuple[str, str]] = {
    "nav.audit": ("Nhật ký", "Audit log"),
    "audit.title": ("Nhật ký truy cập và quản trị", "Audit log"),
    "audit.sentence": ("Ai đã làm gì, mới nhất ở trên", "Who did what, newest first"),
    "audit.note": ("Chỉ ghi thêm, không ai sửa hay xoá được dòng nào. Không ghi tên, số định danh hay mật khẩu.", "Lines are only added: nobody can change or delete one. No names, identity numbers or passwords stand here."),
    "audit.all": ("Tất cả", "All"), "audit.of.sign_in": ("Đăng nhập", "Sign-in"), "audit.of.account": ("Tài khoản", "Accounts"),
    "audit.of.dossier": ("Xem hồ sơ", "Dossiers opened"), "audit.of.operation": ("Vận hành", "Operations"),
    "audit.only": ("Chỉ {what}", "Only {what}"), "audit.drop": ("Bỏ lọc", "Show all"),
    "audit.at": ("Thời điểm", "When"), "audit.who": ("Ai", "Who"), "audit.act": ("Việc", "Act"), "audit.about": ("Đối tượng", "About"), "audit.detail": ("Chi tiết", "Detail"),
    "audit.nobody": ("không rõ", "unknown"), "audit.empty": ("Không có dòng nào như vậy.", "There are no such lines."), "audit.older": ("Cũ hơn", "Older"), "audit.newest": ("Mới nhất", "Newest"),
    "act.session.begun": ("Đăng nhập", "Signed in"), "act.session.ended": ("Phiên kết thúc", "Session ended"),
    "act.sign_in.failed": ("Đăng nhập sai", "Sign-in failed"), "act.sign_in.refused": ("Định danh bị từ chối", "Identity refused"),
    "act.account.created": ("Tạo tài khoản", "Account created"), "act.account.changed": ("Đổi quyền", "Rights changed"),
    "act.account.asked": ("Xin cấp quyền", "Rights asked for"), "act.account.confirmed": ("Xác nhận cấp quyền", "Rights confirmed"),
    "act.account.declined": ("Từ chối cấp quyền", "Rights declined"), "act.account.disabled": ("Khoá tài khoản", "Account disabled"),
    "act.account.enabled": ("Mở lại tài khoản", "Account enabled"), "act.password.given": ("Cấp mật khẩu một lần", "One-time password given"),
    "act.password.changed": ("Đổi mật khẩu", "Password changed"), "act.dossier.opened": ("Mở hồ sơ", "Dossier opened"),
    "act.dead_letter.replayed": ("Chạy lại hàng lỗi", "Dead letters replayed"), "act.paper.opened": ("Mở giấy tờ", "Paper opened"),
    "act.replay.proposed": ("Đề nghị chạy lại", "Replay proposed"), "act.replay.approved": ("Duyệt chạy lại", "Replay approved"),
    "act.replay.declined": ("Từ chối chạy lại", "Replay declined"),
    "why.wrong": ("sai mật khẩu", "wrong password"), "why.paused": ("đang tạm nghỉ", "resting"), "why.disabled": ("tài khoản đã khoá", "disabled"),
    "why.lapsed": ("mật khẩu một lần quá hạn", "one-time password lapsed"), "why.unknown": ("không có tên đăng nhập này", "no such login"),
    "why.left": ("đăng xuất", "signed out"), "why.replaced": ("đăng nhập lại", "signed in anew"), "why.owner": ("tự kết thúc", "ended by its owner"),
    "why.administrator": ("quản trị viên kết thúc", "ended by an administrator"), "why.roles": ("đổi quyền", "rights changed"),
    "why.password": ("đổi mật khẩu", "password changed"),
}  # fmt: skip
