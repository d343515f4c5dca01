"""A channel alone: its `send` as fast as it goes, as many at a time as its line has, in a process like the notifier's."""

import asyncio
import json
import sys
import time
from uuid import uuid4

from notifier.channels import Provider, Receipt, Rendered, Reply
from notifier.channels.bounces import Bounces
from notifier.channels.gateway import Gateway
from notifier.channels.letter_mail import Sender
from notifier.channels.returns import Returns
from notifier.channels.short_message import Brand
from notifier.channels.smpp import WINDOW, Smpp
from notifier.channels.smtp import CONNECTIONS, Login, Smtp
from notifier.domain.answer import Sent

SMS = "Ho so H32.41-261126-0001 da duoc tiep nhan. Hen tra 27/11/2026 17:00. Xem: http://127.0.0.1:8005/tra-cuu?ma=H32.41-261126-0001"
FACTS = "Mã hồ sơ: H32.41-261126-0001\nThủ tục: Đăng ký khai sinh\nHẹn trả: 27/11/2026 17:00\n\n"
MAIL = f"Kính gửi ông/bà,\n\n{FACTS}" + "Xem thêm: https://x.vn/a\n" * 9
AT_ONCE = {"smpp": WINDOW, "smtp": CONNECTIONS, "http": 20}


class _Nowhere:
    """Receipts are read from the beginning."""

    async def read(self) -> str:
        return self._at

    async def keep(self, cursor: str) -> None:
        self._at = cursor

    _at = ""


def channel(name: str, address: str) -> Provider:
    """The provider as the notifier makes it."""
    if name == "smpp":
        return Smpp(address, "lienthong", "lienthon", Brand("LienThong"))
    if name == "http":
        return Gateway(address, "lienthong", Brand("LienThong"), _Nowhere())
    returns = Returns("lienthong.invalid", "local")
    return Smtp(Login(address), Sender("Liên Thông", "khong-tra-loi@lienthong.invalid", returns), Bounces(returns))


async def measure(name: str, address: str, count: int) -> dict[str, float]:
    """Messages a second, and microseconds of this process's CPU for one."""
    provider, heard, numbers = channel(name, address), [0], iter(range(count))

    def told(_heard: Receipt | Reply) -> asyncio.Future[None]:
        heard[0] += 1
        (done := asyncio.get_running_loop().create_future()).set_result(None)
        return done

    async def sender() -> None:
        for number in numbers:
            assert isinstance(await provider.send(_message(name, number)), Sent)

    listening = asyncio.create_task(provider.listen(told))
    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(sender() for _ in range(AT_ONCE[name])))
    took, used = time.perf_counter() - began, time.process_time() - cpu
    listening.cancel()
    return {"per_s": round(count / took, 1), "cpu_us_each": round(1e6 * used / count), "receipts_meanwhile": heard[0]}


def _message(name: str, number: int) -> Rendered:
    if name == "smtp":
        return Rendered("nguoi.dan@example.vn", "Hồ sơ đã được tiếp nhận", MAIL, str(uuid4()))
    return Rendered(f"+8491{number:07d}", "", SMS, str(uuid4()))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))))
