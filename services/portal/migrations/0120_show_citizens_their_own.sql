-- migrate:up
-- Whose a dossier is stands with intake alone; a citizen sees those that intake has just named as theirs (ADR 0022).
-- Nothing named is nobody's: once a session has known the setting, it reads as the empty string.
grant select on record, entry to lienthong_citizen;
create policy of_owner on record for select to lienthong_citizen
    using (dossier_id = any ((select string_to_array(current_setting('lienthong.owned', true), ','))::uuid[]));
create policy of_owner on entry for select to lienthong_citizen
    using (dossier_id = any ((select string_to_array(current_setting('lienthong.owned', true), ','))::uuid[]));

-- migrate:down
