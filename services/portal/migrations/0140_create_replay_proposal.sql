-- migrate:up
-- What was handled again, by whom and why: a bulk replay is proposed by one person and decided by another (four eyes).
create table replay_proposal (
    id bigint generated always as identity primary key,
    proposed_at timestamptz not null default now(),
    proposed_by text not null,
    key text not null,
    reason text not null check (length(reason) between 1 and 500),
    letters jsonb not null,
    unique (id, proposed_by),
    unique (proposed_by, key)
);
create table replay_decision (
    proposal bigint primary key,
    proposed_by text not null,
    decided_at timestamptz not null default now(),
    decided_by text not null check (decided_by <> proposed_by),
    approved boolean not null,
    foreign key (proposal, proposed_by) references replay_proposal (id, proposed_by)
);
create table replay_made (
    id bigint generated always as identity primary key,
    proposal bigint references replay_proposal (id),
    made_at timestamptz not null default now(),
    made_by text not null,
    service text not null,
    dossier_id uuid not null,
    applied int not null,
    set_aside int not null,
    fault text not null default ''
);
create index replay_made_proposal on replay_made (proposal);

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'what was decided stays as it was written';
end $$;
create trigger replay_proposal_append_only before update or delete or truncate on replay_proposal
    for each statement execute function refuse_rewriting();
create trigger replay_decision_append_only before update or delete or truncate on replay_decision
    for each statement execute function refuse_rewriting();
create trigger replay_made_append_only before update or delete or truncate on replay_made
    for each statement execute function refuse_rewriting();
grant select on replay_proposal, replay_decision, replay_made to lienthong_overseer;

-- migrate:down
