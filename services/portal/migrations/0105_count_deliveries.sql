-- migrate:up
-- What became of messages and calls, counted as their events came: `fate` is the event's word, an instant counts on its day in Việt Nam.
create table delivery (
    counted_on date not null,
    channel text not null,
    template text not null,
    recipient text not null,
    provider text not null,
    fate text not null,
    reason text not null,
    times bigint not null,
    parts bigint not null default 0,
    primary key (counted_on, channel, template, recipient, provider, fate, reason)
);
grant select on delivery to lienthong_overseer;

-- The same figures from the ledger alone, by another hand than the one that counts as events come (portal.domain.delivery).
create view delivery_of_ledger as
with told as materialized (
    select kind, convert_from(body, 'UTF8')::jsonb as b from entry
    where kind in ('MessageQueued', 'MessageDeferred', 'MessageAccepted', 'MessageDelivered', 'MessageFailed', 'MessageSuppressed',
                   'PhoneCallAsked', 'PhoneCallMade')
)
select ((b ->> 'at')::timestamptz at time zone interval '7 hours')::date as counted_on,
    coalesce(b ->> 'channel', 'phone') as channel,
    coalesce(b ->> 'template', split_part(split_part(b ->> 'message', '/', 1), '-', 1)) as template,
    coalesce(b ->> 'recipient', 'applicant') as recipient,
    coalesce(b ->> 'provider', '') as provider,
    case kind when 'PhoneCallAsked' then 'asked' when 'PhoneCallMade' then case when (b ->> 'reached')::boolean then 'reached' else 'missed' end
        else lower(replace(kind, 'Message', '')) end as fate,
    coalesce(b ->> 'reason', '') as reason,
    count(*) as times,
    coalesce(sum(coalesce((b ->> 'parts')::bigint, 1)) filter (where kind = 'MessageAccepted'), 0)::bigint as parts
from told group by 1, 2, 3, 4, 5, 6, 7;

insert into delivery select * from delivery_of_ledger;

-- migrate:down
