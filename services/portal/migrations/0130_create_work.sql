-- migrate:up
-- What each agency has to see to, a row each, in the order in which time presses: an inbox is read by index, whatever its filter.
create table work (
    dossier_id uuid not null,
    agency text not null,
    leg text not null,
    step text not null,
    officer text not null,
    rank smallint not null,
    by_at timestamptz not null,
    needs text[] not null,
    procedure text not null,
    channel text not null,
    code text collate "C" not null,
    tail text collate "C" not null,
    moved_at timestamptz not null,
    primary key (agency, rank, by_at, dossier_id, leg)
);
create index work_dossier on work (dossier_id);
create index work_officer on work (agency, officer, rank, by_at, dossier_id, leg);
create index work_step on work (agency, step, rank, by_at, dossier_id, leg);
create index work_procedure on work (agency, procedure, rank, by_at, dossier_id, leg);
-- All that an inbox counts by, so that counting an agency's lines reads no line.
create index work_counted on work (agency, rank, step, officer) include (needs, by_at);
create index work_tail on work (agency, tail);
create index work_needs on work (agency, rank, by_at, dossier_id, leg) where needs <> '{}';

alter table work enable row level security;
grant select on work to lienthong_officer, lienthong_overseer;
create policy of_agency on work for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_all on work for select to lienthong_overseer using (true);

-- Dossiers that are here already: each leg in hand; the rest comes with a dossier's next event.
insert into work
select r.dossier_id, l.value ->> 'agency', l.key, 'work', coalesce(l.value ->> 'officer', ''),
    case r.due when 'overdue' then 1 when 'due_soon' then 2 when 'on_time' then 4 else 5 end,
    r.due_at, r.needs, r.procedure, r.channel, r.code, split_part(r.code, '-', 2) || '-' || split_part(r.code, '-', 3),
    (r.state ->> 'changed_at')::timestamptz
from record r, jsonb_each(r.state -> 'legs') l
where r.due in ('overdue', 'due_soon', 'on_time', 'paused') and r.due_at is not null and r.code is not null
    and l.value ->> 'state' = 'here';

-- migrate:down
