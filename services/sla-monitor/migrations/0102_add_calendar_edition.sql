-- migrate:up
alter table budget add column desk text, add column edition text;
create index budget_edition on budget (desk, edition, dossier_id) where edition is not null;

-- migrate:down
