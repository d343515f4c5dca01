-- migrate:up
-- Personal data stands here and nowhere else.
create table contact (
    dossier_id uuid primary key,
    name text not null,
    phone text not null,
    email text not null
);

-- migrate:down
