-- migrate:up
-- What an agency has to do, a row each: an inbox of 100,000 dossiers is read by index, whatever the filter.
create table task (
    dossier_id uuid not null,
    version int not null,
    agency text not null,
    act text not null,
    leg text not null,
    officer text,
    about uuid not null,
    sender text,
    answer_by timestamptz,
    attempt int not null,
    last bool not null,
    code text collate "C" not null,
    procedure text not null,
    desk text not null,
    due_at timestamptz not null,
    overdue bool not null
);
create index task_dossier on task (dossier_id);
create index task_agency on task (agency, due_at, dossier_id, act, about);
create index task_officer on task (agency, officer, due_at, dossier_id, act, about);
create index task_act on task (agency, act, due_at, dossier_id, about);
create index task_procedure on task (agency, procedure, due_at, dossier_id, act, about);
create index task_desk on task (agency, desk, due_at, dossier_id, act, about);
create index task_code on task (agency, code);
create index task_unanswered on task (answer_by) where act in ('acknowledge', 'resend');

drop index journey_agencies;
alter table journey drop column agencies;
alter table journey add column parties text[] not null default '{}';
create index journey_parties on journey using gin (parties);

alter table journey enable row level security;
alter table task enable row level security;
grant select, update on journey to lienthong_officer;
grant select on task to lienthong_officer;
grant select on journey, task to lienthong_overseer;
-- `(select …)`: the setting is read once a statement, not once a row.
create policy of_party on journey to lienthong_officer
    using (parties && (select string_to_array(current_setting('lienthong.agencies', true), ',')));
create policy of_agency on task for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[])
        or sender = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_all on journey for select to lienthong_overseer using (true);
create policy of_all on task for select to lienthong_overseer using (true);

-- migrate:down
