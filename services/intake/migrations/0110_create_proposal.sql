-- migrate:up
create table proposal (
    proposal_id uuid primary key,
    state text not null default 'proposed' check (state in ('proposed', 'approved', 'rejected', 'withdrawn')),
    title text not null,
    entries jsonb not null,
    warnings jsonb not null,
    proposed_by text not null,
    decided_by text,
    decision_no text,
    decided_on date,
    check ((state = 'proposed') = (decided_by is null)),
    -- Four eyes, whatever the program does: nobody approves or rejects what they proposed, and nobody withdraws another's.
    check (state = 'proposed' or (decided_by = proposed_by) = (state = 'withdrawn')),
    check (state <> 'approved' or (decision_no <> '' and decided_on is not null))
);
create table proposal_step (
    proposal_id uuid not null references proposal,
    number int not null,
    step jsonb not null,
    at timestamptz not null,
    primary key (proposal_id, number)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is only appended to', tg_table_name;
end $$;
create trigger proposal_step_is_appended_to before update or delete or truncate on proposal_step
    for each statement execute function refuse_change();

-- What was published by a decision: a data file that says otherwise is passed over, or a restart would undo the decision.
alter table catalogue_entry add column proposal_id uuid references proposal;
create function keep_decided() returns trigger language plpgsql as $$
begin
    return null;
end $$;
create trigger catalogue_entry_keeps_decided before update on catalogue_entry
    for each row when (old.proposal_id is not null) execute function keep_decided();

-- migrate:down
