-- migrate:up
-- Officers' and heads' addresses of their office: theirs are personal data too, so they stand here and go out with no event.
create table staff (
    agency text,
    officer text,
    role text not null check (role in ('officer', 'head')),
    email text not null,
    primary key (agency, officer)
);
alter table staff enable row level security;
grant select on staff to lienthong_officer, lienthong_overseer;
create policy of_agency on staff for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_all on staff for select to lienthong_overseer using (true);

-- migrate:down
