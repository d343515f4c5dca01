-- migrate:up
-- Time never acts on a picture, but the chassis asks for what is due, also for the health of a portal with a million of them.
create index record_wakes_at on record (wakes_at) where wakes_at is not null;

-- migrate:down
