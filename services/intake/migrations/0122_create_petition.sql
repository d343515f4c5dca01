-- migrate:up
-- Feedback and petitions (phản ánh, kiến nghị; NĐ 20/2008). Who wrote and what stands sealed with a key of the petition's own (ADR 0016);
-- the answer is written for whoever has the code.
create table petition (
    petition_id uuid primary key,
    code text not null unique,
    agency text not null,
    subject text not null check (subject in ('attitude', 'delay', 'formalities', 'fee', 'suggestion', 'other')),
    status text not null check (status in ('received', 'answered', 'refused')),
    owner text,
    received_at timestamptz not null,
    refuse_by timestamptz not null,
    answer_by timestamptz not null,
    answered_at timestamptz,
    officer text,
    answer text,
    wrapped_key bytea,
    body bytea,
    check ((status = 'received') = (answered_at is null)),
    check ((status = 'received') = (answer is null))
);
create index petition_agency on petition (agency, status, answer_by);
create index petition_owner on petition (owner) where owner is not null;
create index petition_kept on petition (answered_at) where wrapped_key is not null;

alter table petition enable row level security;
grant select, update on petition to lienthong_officer;
grant select on petition to lienthong_citizen;
create policy of_agency on petition to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_owner on petition for select to lienthong_citizen using (owner = (select current_setting('lienthong.subject', true)));

-- migrate:down
