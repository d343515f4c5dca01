-- migrate:up
-- Who is away from an agency and who stands in; who is on duty on a Saturday. Codes of officers only, no names.
create table absence (
    agency text,
    officer text,
    from_on date,
    until_on date not null,
    stand_in text not null,
    entered_by text not null,
    primary key (agency, officer, from_on),
    check (until_on >= from_on and stand_in <> officer)
);
create table duty (
    agency text,
    on_day date,
    officer text,
    entered_by text not null,
    primary key (agency, on_day, officer)
);
alter table absence enable row level security;
alter table duty enable row level security;
grant select on absence, duty to lienthong_officer, lienthong_overseer;
create policy of_agency on absence for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_agency on duty for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_all on absence for select to lienthong_overseer using (true);
create policy of_all on duty for select to lienthong_overseer using (true);

-- migrate:down
