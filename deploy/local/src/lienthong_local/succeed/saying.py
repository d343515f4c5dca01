"""The proof for people."""

from lienthong_contracts import AgencyPublished
from lienthong_runtime import Catalogue, Succession
from rich.console import Console
from rich.table import Table

from lienthong_local.succeed.proof import Proof

SHOWN = 30
_STATUS = {"queued": "chờ gửi", "sending": "đang gửi", "accepted": "đã gửi", "delivered": "đã đến", "failed": "không gửi được",
           "suppressed": "không có địa chỉ nhận hoặc không muốn nhận"}  # fmt: skip


def say(console: Console, proof: Proof, plan: Succession, catalogue: Catalogue, dry_run: bool) -> None:
    """What would be handed on, or what was, and whether it is proven."""
    if dry_run:
        waiting = {dossier for _, dossier, _ in proof.orphaned}
        console.print(f"{len(waiting)} hồ sơ sẽ được chuyển cho cơ quan kế thừa; chưa có gì thay đổi.")
        return
    _say_who(console, proof, plan, catalogue)
    _say_what(console, proof)
    wrong = {"hồ sơ còn ở cơ quan thôi hoạt động": proof.orphaned, "ngày hẹn bị đổi": proof.dates_moved,
             "lần bàn giao chưa gửi lại": proof.not_readdressed, "tin báo công dân còn thiếu": proof.not_told}  # fmt: skip
    for words, found in wrong.items():
        mark = "[green]0[/]" if not found else f"[red]{len(found)}[/]: " + "; ".join(" ".join(item) for item in found[:5])
        console.print(f"{words}: {mark}")
    console.print("[green]Đã chứng minh xong.[/]" if proof.holds else "[red]Chưa chứng minh được: hãy chạy lại lệnh này.[/]")


def _say_who(console: Console, proof: Proof, plan: Succession, catalogue: Catalogue) -> None:
    if not proof.by_agency:
        console.print("Chưa có hồ sơ dở dang nào được chuyển theo kế hoạch này.")
        return
    table = Table("cơ quan thôi hoạt động", "cơ quan kế thừa", "hồ sơ", box=None, pad_edge=False)
    for agency, count in proof.by_agency.most_common(SHOWN):
        table.add_row(_name(agency, catalogue), _name(plan.of(agency), catalogue), str(count))
    console.print(table)


def _say_what(console: Console, proof: Proof) -> None:
    messages = ", ".join(f"{count} {_STATUS.get(status, status)}" for status, count in sorted(proof.messages.items())) or "0"
    console.print(f"{proof.dossiers} hồ sơ đang giải quyết và {proof.submissions} hồ sơ chờ tiếp nhận đã có cơ quan kế thừa;"
                  f" {proof.hand_overs} lần bàn giao dở dang đã gửi lại đúng nơi. Tin báo công dân: {messages}.")  # fmt: skip
    if proof.otherwise:
        console.print(f"{proof.otherwise} hồ sơ đã chuyển cho cơ quan kế thừa khác với kế hoạch này (theo kế hoạch trước hoặc danh mục).")
    if proof.out_of_reach:
        console.print(f"{proof.out_of_reach} hồ sơ không liên lạc được với công dân bằng tin nhắn, thư điện tử: cần báo bằng cách khác.")


def _name(agency: str, catalogue: Catalogue) -> str:
    known = catalogue.latest(AgencyPublished, agency)
    return f"{agency} {known.name if known else ''}"
