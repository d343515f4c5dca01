-- migrate:up
-- Which of the ledger's alarming entries an agency's head has taken note of: `seq` is the entry's, so what is raised anew is new.
create table acknowledgement (
    seq bigint not null,
    agency text not null,
    officer text not null,
    at timestamptz not null,
    primary key (seq, agency)
);
alter table acknowledgement enable row level security;
grant select, insert on acknowledgement to lienthong_officer;
grant select on acknowledgement to lienthong_overseer;
create policy of_agency on acknowledgement to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]))
    with check (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_all on acknowledgement for select to lienthong_overseer using (true);

-- migrate:down
