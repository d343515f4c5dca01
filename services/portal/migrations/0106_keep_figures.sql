-- migrate:up
-- Every dossier's stays in the classes of the reports (domain.md §3.1): at a day's end it is in exactly one. A stay that began
-- and ended on one day was at no day's end; `desk` is the one that received it.
create table stay (
    dossier_id uuid not null,
    number int not null,
    klass text not null,
    desk text not null,
    procedure text not null,
    channel text not null,
    twice boolean not null,
    since_on date not null,
    until_on date,
    primary key (dossier_id, number)
);
create index stay_desk on stay (desk, since_on);

-- What boards show, added to as events come. `agency` is the desk, the holder or whoever is blamed; '' is everybody together.
create table daily (
    agency text not null,
    counted_on date not null,
    channel text not null,
    klass text not null,
    n bigint not null,
    primary key (agency, counted_on, channel, klass)
);
create table standing (
    agency text not null,
    dimension text not null,
    member text not null,
    klass text not null,
    n bigint not null,
    primary key (agency, dimension, member, klass)
);
-- How many went from where to where on a day; '~online' is a channel, '=late' an end.
create table flow (
    counted_on date not null,
    origin text not null,
    target text not null,
    n bigint not null,
    primary key (counted_on, origin, target)
);

-- Whether a stay is counted in a cell of a report from `a` to `b`, both included: the one place that says so.
create function in_cell(s stay, cell text, a date, b date) returns boolean language sql immutable as $$
    select case cell
        when 'online' then s.number = 1 and s.since_on between a and b and s.channel = 'online'
        when 'direct' then s.number = 1 and s.since_on between a and b and s.channel <> 'online'
        when 'carried' then s.klass in ('within', 'soon', 'over', 'paused', 'paused_over') and s.since_on < a
            and (s.until_on is null or s.until_on >= a)
        when 'early' then s.klass = 'early' and s.since_on between a and b and (s.until_on is null or s.until_on > b)
        when 'on_day' then s.klass = 'on_day' and s.since_on between a and b and (s.until_on is null or s.until_on > b)
        when 'late' then s.klass in ('late', 'late_apologised') and s.since_on between a and b and (s.until_on is null or s.until_on > b)
        when 'late_apologised' then s.klass = 'late_apologised' and s.since_on between a and b and (s.until_on is null or s.until_on > b)
        when 'open_in_time' then s.klass in ('within', 'soon', 'paused') and s.since_on <= b and (s.until_on is null or s.until_on > b)
        when 'open_late' then s.klass in ('over', 'paused_over') and s.since_on <= b and (s.until_on is null or s.until_on > b)
        when 'open_paused' then s.klass in ('paused', 'paused_over') and s.since_on <= b and (s.until_on is null or s.until_on > b)
        when 'apart' then s.klass in ('refused', 'refused_late', 'stopped') and s.since_on between a and b and (s.until_on is null or s.until_on > b)
        when 'twice' then s.twice and s.since_on <= b and (s.until_on is null or s.until_on > b)
            and (s.klass in ('within', 'soon', 'paused') or (s.klass in ('early', 'on_day') and s.since_on between a and b))
        else false
    end
$$;

alter table stay enable row level security;
alter table daily enable row level security;
alter table standing enable row level security;
alter table flow enable row level security;
grant select on stay, daily, standing, flow to lienthong_officer, lienthong_overseer;
create policy of_all on stay for select to lienthong_overseer using (true);
create policy of_all on daily for select to lienthong_overseer using (true);
create policy of_all on standing for select to lienthong_overseer using (true);
create policy of_all on flow for select to lienthong_overseer using (true);
create policy of_desk on stay for select to lienthong_officer
    using (desk = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_agency on daily for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_agency on standing for select to lienthong_officer
    using (agency = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));
create policy of_agency on flow for select to lienthong_officer
    using (origin = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[])
        or target = any ((select string_to_array(current_setting('lienthong.agencies', true), ','))::text[]));

-- migrate:down
