"""Citizens of a chaos run: whole lives, every third with a scanned paper that the store must keep byte for byte."""

import random

from lienthong_local.bench.lives import Lives
from lienthong_local.play.desk import NoRoom

PDF, END = b"%PDF-1.7\n1 0 obj<<>>endobj\n%", b"\ntrailer<<>>\n%%EOF\n"
SMALLEST, LARGEST = 1_000, 20_000  # bytes: a long run's papers must fit on the small disk


class Citizens(Lives):
    """`turned_away` counts papers that a full disk refused: nothing was promised of those."""

    turned_away = 0

    async def begin(self) -> str:
        """Hand in and receive at the counter, and scan a paper."""
        body = self.drawn()
        number = self._count
        dossier_id = str((await self._desk.submit(body))["dossier_id"])
        if number % 3 == 0:
            try:
                await self._desk.attach(dossier_id, body["desk"], body["papers"][0], _scanned(number))
            except NoRoom:
                self.turned_away += 1
        return dossier_id


def _scanned(number: int) -> bytes:
    dice = random.Random(f"paper {number}")
    # In hexadecimal: a PDF is looked through for what could be a program.
    return PDF + dice.randbytes(dice.randint(SMALLEST, LARGEST) // 2).hex().encode() + END
