-- migrate:up
create table code_sequence (
    desk text,
    received_on date,
    last int not null,
    primary key (desk, received_on)
);
create table catalogue_entry (
    key text primary key,
    digest bytea not null
);

-- migrate:down
