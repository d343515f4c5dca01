"""The operator's command: python -m portal.accounts add LOGIN --roles admin [--agency A] | password LOGIN | list; prints JSON."""

import argparse
import asyncio
import contextlib
import json
import sys

import asyncpg

from portal.accounts import operator
from portal.accounts.minting import signing_key
from portal.settings import Settings


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.accounts", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add")
    add.add_argument("login")
    add.add_argument("--roles", required=True)
    add.add_argument("--agency", default="")
    add.add_argument("--password-stdin", action="store_true", help="a lasting password, read from standard input")
    verbs.add_parser("password").add_argument("login")
    verbs.add_parser("list")
    verbs.add_parser("keys", help="the key set by which services verify what the portal signs")
    verbs.add_parser("add-all", help="from a JSON array on standard input; those that are there stay as they are")
    return parser.parse_args()


async def _done(asked: argparse.Namespace, settings: Settings) -> object:
    if asked.verb == "keys":
        return {"keys": [signing_key(settings.signing_key).as_dict(private=False)]}
    connection = await asyncpg.connect(settings.postgres_dsn)
    try:
        if asked.verb == "list":
            return await operator.every(connection)
        if asked.verb == "password":
            return await operator.give_password(connection, asked.login)
        if asked.verb == "add-all":
            return [await _added(connection, one) for one in json.load(sys.stdin)]
        password = sys.stdin.readline().strip() if asked.password_stdin else ""
        wanted = operator.Asked(asked.login.lower(), asked.agency, frozenset(asked.roles.split(",")), password)
        return await operator.add(connection, wanted)
    finally:
        await connection.close()


async def _added(connection: asyncpg.Connection, one: dict[str, str]) -> str:
    asked = operator.Asked(one["login"], one["agency"], frozenset(one["roles"].split(",")), one["password"])
    with contextlib.suppress(operator.Refused):
        await operator.add(connection, asked)
    return asked.login


if __name__ == "__main__":
    try:
        json.dump(asyncio.run(_done(_asked(), Settings())), sys.stdout, ensure_ascii=False)
    except operator.Refused as fact:
        sys.exit(str(fact))
