"""The words that all citizens' pages share, and those of their first page."""

# ruff: noqa: E501  one sentence a line reads better than one wrapped

CITIZEN_WORDS: dict[str, tuple[str, str]] = {
    "nav.procedures": ("Thủ tục", "Procedures"),
    "nav.mine": ("Hồ sơ của tôi", "My dossiers"),
    "nav.petitions": ("Phản ánh, kiến nghị", "Feedback"),
    "menu": ("Menu", "Menu"),
    "home.title": ("Bạn cần làm việc gì?", "What do you need to do?"),
    "home.track": ("Hồ sơ đang ở đâu?", "Where is my dossier?"),
    "home.track.text": ("Nhập mã trên giấy hẹn. Không cần đăng nhập.", "Type the code on your receipt. No signing in."),
    "home.popular": ("Thủ tục hay làm", "Often asked for"),
    "home.mine": ("Hồ sơ của tôi", "My dossiers"),
    "home.mine.text": ("Xem ai đang giữ, đến bao giờ, vì sao; bổ sung, nộp phí, nhận kết quả.", "See who has it, until when and why; supplement, pay, get results."),
    "home.mine.go": ("Mở hồ sơ của tôi", "Open my dossiers"),
    "home.mine.enter": ("Đăng nhập", "Sign in"),
}  # fmt: skip
