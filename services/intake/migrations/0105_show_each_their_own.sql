-- migrate:up
alter table dossier enable row level security;
alter table person enable row level security;
grant select, update on dossier to lienthong_officer, lienthong_citizen;
grant select on dossier to lienthong_overseer;
grant select on person to lienthong_officer, lienthong_citizen;
-- `(select …)`: the setting is read once a statement, not once a row.
create policy of_party on dossier to lienthong_officer
    using (parties && (select string_to_array(current_setting('lienthong.agencies', true), ',')));
create policy of_owner on dossier to lienthong_citizen using (owner = (select current_setting('lienthong.subject', true)));
create policy of_all on dossier for select to lienthong_overseer using (true);
-- Whoever may see a dossier may see whose it is; overseers look at figures, and see nobody's name.
create policy of_dossier on person for select to lienthong_officer, lienthong_citizen
    using (exists (select from dossier d where d.dossier_id = person.dossier_id));

-- migrate:down
