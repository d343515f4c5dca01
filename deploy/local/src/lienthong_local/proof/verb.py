"""The verb `prove`."""

import asyncio
import inspect
import json
import sys
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
from portal import store
from portal.proof.prove import proof_of

from lienthong_local import stack_file
from lienthong_local.failure import StackError
from lienthong_local.home import Home
from lienthong_local.proof import check

Out = Annotated[Path, typer.Option("--out", help="The folder that the proof and its checker are written to.")]
CHECKER = "kiem-chung.py"


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("prove")(prove_verb)


def prove_verb(dossier: Annotated[str, typer.Argument(help="Its code or id.")], out: Out = Path()) -> None:
    """Write a file that proves what a dossier's citizen was promised, when it changed, by whom and why; and its checker.

    Whoever has both checks them offline: `python3 kiem-chung.py CODE.json`. Example: `lienthong prove H32.41-261116-0007 --out proof`
    """
    facts = stack_file.demand(Home.at())
    proof = asyncio.run(_proof(facts["dsns"]["portal"], dossier, f"{facts['urls']['portal']}/so-cai"))
    out.mkdir(parents=True, exist_ok=True)
    (out / CHECKER).write_text(inspect.getsource(check), encoding="utf-8")
    written = out / f"{proof['code']}.json"
    written.write_text(json.dumps(proof, ensure_ascii=False, indent=1), encoding="utf-8")
    print("\n".join(check.report(proof)))
    print(f"\n{written}: kiểm chứng ngoại tuyến bằng  python3 {out / CHECKER} {written}")
    sys.exit(1 if check.faults(proof) else 0)


async def _proof(dsn: str, dossier: str, published: str) -> dict[str, object]:
    connection = await asyncpg.connect(dsn)
    try:
        found = await store.find(connection, dossier)
        if found is None:
            raise StackError(f"không có hồ sơ {dossier}")
        return await proof_of(connection, found["dossier_id"], published)
    finally:
        await connection.close()
