-- migrate:up
alter table record add column parties text[] not null default '{}';
update record set parties = array_remove(array[desk, holder], null);
-- No index on it: each of a dossier's events would write it anew, and a board counts by scanning anyway.

alter table record enable row level security;
alter table entry enable row level security;
grant select on record, entry to lienthong_officer, lienthong_overseer;
-- `(select …)`: the setting is read once a statement, not once a row.
create policy of_party on record for select to lienthong_officer
    using (parties && (select string_to_array(current_setting('lienthong.agencies', true), ',')));
create policy of_all on record for select to lienthong_overseer using (true);
-- Whoever may see a dossier may see all that happened to it.
create policy of_dossier on entry for select to lienthong_officer
    using (exists (select from record r where r.dossier_id = entry.dossier_id));
create policy of_all on entry for select to lienthong_overseer using (true);

-- migrate:down
