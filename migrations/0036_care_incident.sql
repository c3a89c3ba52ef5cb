-- Incidents (gangguan): the water is off in a block, the power in all of the complex. One incident stands for many complaints:
-- its people are told once that it is known, once in a while how far it is, and once that it is over.

create table incident (
    complex_id uuid not null default current_complex() references complex,
    incident_id uuid not null,
    -- What people say: G-0007. Counted within the complex.
    number integer not null check (number > 0),
    category text not null check (category in ('water', 'electricity', 'road', 'rubbish', 'security', 'building', 'other')),
    title text not null check (length(title) between 3 and 120),
    -- All of the complex; otherwise the areas in incident_area.
    is_everywhere boolean not null,
    began_at timestamptz not null default scope_now(),
    -- When the office thinks it will be over; none: it does not know.
    expected_at timestamptz,
    ended_at timestamptz,
    opened_by uuid not null default current_account() references account,
    primary key (complex_id, incident_id),
    constraint incident_number_once unique (complex_id, number)
);
create index incident_going_on on incident (complex_id, number desc) where ended_at is null;
select make_tenant_table('incident', 'select, insert, update');
create trigger audit after insert or update on incident for each row execute function audit('incident_id');

-- Blocks, RT or RW. An area that is taken apart leaves its incidents.
create table incident_area (
    complex_id uuid not null default current_complex() references complex,
    incident_id uuid not null,
    area_id uuid not null,
    primary key (complex_id, incident_id, area_id),
    constraint incident_area_incident foreign key (complex_id, incident_id) references incident (complex_id, incident_id),
    constraint incident_area_area foreign key (complex_id, area_id) references area (complex_id, area_id) on delete cascade
);
select make_tenant_table('incident_area', 'select, insert');

-- What its people were told, never changed.
create table incident_news (
    complex_id uuid not null default current_complex() references complex,
    news_id uuid not null,
    incident_id uuid not null,
    kind text not null check (kind in ('opened', 'news', 'ended')),
    words text not null check (length(words) between 1 and 1000),
    -- What the office thought then.
    expected_at timestamptz,
    -- How many people were told.
    told integer not null default 0 check (told >= 0),
    at timestamptz not null default scope_now(),
    by_account uuid default current_account(),
    primary key (complex_id, news_id),
    constraint incident_news_incident foreign key (complex_id, incident_id) references incident (complex_id, incident_id)
);
create index incident_news_of_incident on incident_news (complex_id, incident_id, news_id);
select make_tenant_table('incident_news', 'select, insert');

-- "Saya juga": who has it too, and is told when it is over.
create table incident_supporter (
    complex_id uuid not null default current_complex() references complex,
    incident_id uuid not null,
    account_id uuid not null default current_account() references account,
    primary key (complex_id, incident_id, account_id),
    constraint incident_supporter_incident foreign key (complex_id, incident_id)
        references incident (complex_id, incident_id)
);
select make_tenant_table('incident_supporter', 'select, insert, delete');

-- The incident that a complaint belongs to; it is solved with it.
alter table complaint
    add column incident_id uuid,
    add constraint complaint_incident foreign key (complex_id, incident_id) references incident (complex_id, incident_id);
create index complaint_of_incident on complaint (complex_id, incident_id, number) where incident_id is not null;

-- The houses that an incident reaches, each asked through its key.
create function incident_houses(wanted uuid) returns table (unit_id uuid) language sql stable parallel safe rows 200 as $$
    select u.unit_id
      from incident i join unit_mark u using (complex_id)
     where i.incident_id = wanted and u.retired_at is null
       and (i.is_everywhere or exists (
            select from area_mark a join incident_area w
                     on w.complex_id = a.complex_id and w.area_id in (a.area_id, a.parent_id)
             where a.complex_id = u.complex_id and a.area_id in (u.rt_id, u.block_id) and w.incident_id = wanted))
$$;

-- Who lives in them; household staff is not told.
create function incident_people(wanted uuid, today date) returns table (person_id uuid)
language sql stable parallel safe rows 500 as $$
    select distinct s.person_id
      from incident_houses(wanted) h
      cross join lateral (
           select o.person_id from stay o
            where o.complex_id = current_complex() and o.unit_id = h.unit_id and o.period @> today
              and o.kind <> 'staff'
           offset 0) s
$$;

-- Incidents that go on in a house of the caller, or that the caller has too.
create function own_incidents(today date) returns table (incident_id uuid) language sql stable parallel safe rows 5 as $$
    select i.incident_id from incident i
     where i.ended_at is null
       and (i.is_everywhere
            or exists (select from incident_supporter p
                        where p.complex_id = i.complex_id and p.incident_id = i.incident_id
                          and p.account_id = current_account())
            or exists (select from stay s join unit_mark u using (complex_id, unit_id)
                         join area_mark a on a.complex_id = u.complex_id and a.area_id in (u.rt_id, u.block_id)
                         join incident_area w on w.complex_id = a.complex_id and w.area_id in (a.area_id, a.parent_id)
                        where s.complex_id = i.complex_id and s.person_id = own_person() and s.period @> today
                          and s.kind <> 'staff' and u.retired_at is null and w.incident_id = i.incident_id))
$$;
grant execute on function incident_houses, incident_people, own_incidents to klustera_app;
