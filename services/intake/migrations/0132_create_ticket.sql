-- migrate:up
-- The queue before the windows of a desk: numbers of a day, and no names.
create table ticket_count (
    desk text,
    on_day date,
    last int not null,
    in_a_row int not null default 0, -- favoured numbers called one after another
    turns int not null default 0, -- calls so far: instants may be equal, turns aren't
    primary key (desk, on_day)
);
create table ticket (
    desk text,
    on_day date,
    number int,
    favoured bool not null,
    taken_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'called', 'skipped')),
    at_window text,
    called_at timestamptz,
    turn int,
    primary key (desk, on_day, number)
);
create index ticket_waiting on ticket (desk, on_day, favoured, number) where state = 'waiting';
create index ticket_called on ticket (desk, on_day, turn) where turn is not null;

-- migrate:down
