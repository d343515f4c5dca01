"""A migration runs while the version before it is at work: none stops readers or breaks that version's statements (docs/upgrade.md)."""

import re
from collections.abc import Iterator

import pytest
from sources import ROOT, paths

# The last ones that were written before the rule, all before the first release.
BEFORE = {"intake": "0133", "routing": "0102", "sla-monitor": "0103", "notifier": "0102", "portal": "0141", "runtime": "0003"}
PLACE = re.compile(r"^(?:services/(?P<service>[^/]+)|(?P<runtime>runtime)/src/lienthong_runtime)/migrations/(?P<number>\d{4})_.*\.sql$")
STANDS = re.compile(r"^-- stands still: .{10,}$", re.MULTILINE)
VOLATILE = r"(random|gen_random_uuid|uuidv4|uuidv7|clock_timestamp|timeofday|nextval)\s*\("
# What a statement looks like (\1: its table), and what is to be written instead.
RULES = (
    (r"^create (?:unique )?index (?!concurrently)(?:if not exists )?(?:\w+ )?on (?:only )?(\w+)",
     "writers wait until it is built: `create index concurrently`, alone under `-- migrate:up transaction:false`"),
    (rf"^alter table (\w+) .*\badd column [^;]*\bdefault [^,;]*{VOLATILE}",
     "rewrites every row: add it without a default, fill it in pages"),
    (r"^alter table (\w+) .*\badd column [^,;]*\bgenerated always as\b", "rewrites every row: a plain column that is filled in pages"),
    (r"^alter table (\w+) .*\badd column (?![^,;]*\bdefault\b)[^,;]*\bnot null\b",
     "the version before writes no such column: give a default"),
    (r"^alter table (\w+) .*\balter (?:column )?\w+ (?:set data )?type\b", "rewrites every row: a new column beside the old one"),
    (r"^alter table (\w+) .*\balter (?:column )?\w+ set not null\b", "reads every row: `check (… is not null) not valid`, then validate"),
    (r"^alter table (\w+) .*\badd (?:constraint \w+ )?(?:check|foreign key)\b(?!.*\bnot valid\b)",
     "reads every row: `not valid`, then validate"),
    (r"^alter table (\w+) .*\badd (?:constraint \w+ )?(?:unique|primary key)\b(?!.*\busing index\b)",
     "builds an index under the lock: `concurrently` first, then `using index`"),
    (r"^alter table (\w+) .*\b(?:drop column|rename)\b", "the version before still reads it: one release later"),
    (r"^drop table (?:if exists )?(\w+)", "the version before still reads it: one release later"),
    (r"^(?:update|delete from|truncate(?: table)?) (\w+)", "locks every row until the end: in pages, by a job of the service"),
    (r"^lock table (\w+)", "stops whoever comes after it"),
    (r"^(?:vacuum full|cluster) (\w+)", "stops readers for as long as the table is big"),
)  # fmt: skip


def statements(sql: str) -> Iterator[tuple[str, bool]]:
    """Each statement in one line, without comments and bodies of functions; whether a reason stands before it."""
    up = re.sub(r"\$\$.*?\$\$", "$$", sql.partition("-- migrate:down")[0], flags=re.DOTALL)
    for text in up.split(";"):
        plain = " ".join(re.sub(r"--.*", "", text).lower().split())
        if plain:
            yield plain, bool(STANDS.search(text))


def faults(sql: str) -> list[str]:
    """Every statement that stops somebody, and what to write instead; tables of the same file are nobody's yet."""
    told = list(statements(sql))
    new = {found[1] for text, _ in told if (found := re.match(r"create table (?:if not exists )?(\w+)", text))}
    return [
        f"{text[:60]}: {instead}"
        for text, stands in told
        for pattern, instead in RULES
        if not stands and (found := re.match(pattern, text)) and found[1] not in new
    ]


def test_no_migration_stops_who_is_at_work() -> None:
    wrong = []
    for path in paths():
        if (place := PLACE.match(path)) and place["number"] > BEFORE[place["service"] or place["runtime"]]:
            wrong += [f"{path}: {fault}" for fault in faults((ROOT / path).read_text("utf-8"))]
    assert not wrong, f"{wrong}: or say why nobody is stopped, in a line `-- stands still: …` before the statement"


@pytest.mark.parametrize("statement", [
    "create index record_x on record (x)",
    "create unique index on record (x)",
    "alter table record add column at timestamptz not null default clock_timestamp()",
    "alter table record add column n int, add column id uuid default gen_random_uuid()",
    "alter table record add column tail text generated always as (lower(code)) stored",
    "alter table record add column note text not null",
    "alter table record alter column n type bigint",
    "alter table record alter n set not null",
    "alter table record add constraint positive check (n > 0)",
    "alter table record add foreign key (agency) references agency",
    "alter table record add constraint once unique (code)",
    "alter table record drop column note",
    "alter table record rename column note to remark",
    "drop table record",
    "update record set needs = '{}'",
    "lock table record",
])  # fmt: skip
def test_a_statement_that_stops_somebody_is_noticed(statement: str) -> None:
    assert faults(f"-- migrate:up\n{statement};\n-- migrate:down\n")
    assert not faults(f"-- migrate:up\n-- stands still: nobody has this table yet in any place\n{statement};\n-- migrate:down\n")
    assert not faults(f"-- migrate:up\ncreate table record (n int);\n{statement};\n-- migrate:down\n")


@pytest.mark.parametrize("statement", [
    "create index concurrently record_x on record (x)",
    "alter table record add column note text",
    "alter table record add column n int not null default 0",
    "alter table record add column at timestamptz not null default now()",
    "alter table record add constraint positive check (n > 0) not valid",
    "alter table record validate constraint positive",
    "alter table record add constraint once unique using index record_once",
    "create function f() returns trigger language plpgsql as $$ begin update record set n = 1; return new; end $$",
    "grant select on record to lienthong_overseer",
    "create policy of_all on record for select to lienthong_overseer using (true)",
])  # fmt: skip
def test_a_statement_that_stops_nobody_is_let_through(statement: str) -> None:
    assert not faults(f"-- migrate:up\n{statement};\n-- migrate:down\n")
