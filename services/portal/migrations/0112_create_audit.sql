-- migrate:up
-- Who did what at the windows, append-only: by the owner's own privileges, and by a trigger for whoever has more.
create table audit (
    seq bigint generated always as identity primary key,
    at timestamptz not null,
    act text not null,
    subject text not null default '',
    agency text not null default '',
    about text not null default '',
    detail text not null default ''
);
create index audit_act on audit (act, seq);
create index audit_subject on audit (subject, seq);
create index audit_about on audit (about, seq) where about <> '';

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end $$;
create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function refuse_audit_change();
revoke update, delete, truncate on audit from current_user;

alter table audit enable row level security;
grant select on audit to lienthong_overseer;
create policy of_agencies on audit for select to lienthong_overseer
    using ((select coalesce(current_setting('lienthong.agencies', true), '') = '')
        or agency = any((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));

-- migrate:down
