-- migrate:up
alter table budget add column parties text[] not null default '{}';
update budget set parties = array[desk] where desk is not null;
-- No index: a budget is only looked up by its dossier, and the wall looks at that one row.

alter table budget enable row level security;
grant select on budget to lienthong_officer, lienthong_overseer;
-- `(select …)`: the setting is read once a statement, not once a row.
create policy of_party on budget for select to lienthong_officer
    using (parties && (select string_to_array(current_setting('lienthong.agencies', true), ',')));
create policy of_all on budget for select to lienthong_overseer using (true);

-- migrate:down
