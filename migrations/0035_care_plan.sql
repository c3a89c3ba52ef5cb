-- How a complex keeps its promises on complaints: working hours, holidays, and for each category the first priority, who
-- does it, and within how many working minutes. Whatever has no row here is as care::setting knows it by itself.

create table care_setting (
    complex_id uuid not null default current_complex() references complex,
    setting_id uuid not null,
    -- Monday first; the windows of a day such as "08:00-12:00".
    week jsonb not null check (jsonb_typeof(week) = 'array' and jsonb_array_length(week) = 7),
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id)
);
select make_tenant_table('care_setting');
create trigger audit after insert or update or delete on care_setting
    for each row execute function audit('setting_id');

create table care_category (
    complex_id uuid not null default current_complex() references complex,
    rule_id uuid not null,
    category text not null check (category in ('water', 'electricity', 'road', 'rubbish', 'security', 'building', 'other')),
    -- How urgent a complaint is before anybody has looked.
    priority text not null check (priority in ('urgent', 'high', 'normal')),
    -- Who does it unless somebody else is named; empty: nobody yet.
    assignee text not null default '' check (length(assignee) <= 80),
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id, category)
);
select make_tenant_table('care_category');
create trigger audit after insert or update or delete on care_category
    for each row execute function audit('rule_id');

create table care_level (
    complex_id uuid not null default current_complex() references complex,
    level_id uuid not null,
    category text not null,
    priority text not null check (priority in ('urgent', 'high', 'normal')),
    -- Working minutes, in quarters of an hour.
    respond_minutes integer not null check (respond_minutes > 0 and respond_minutes % 15 = 0),
    resolve_minutes integer not null check (resolve_minutes % 15 = 0),
    primary key (complex_id, category, priority),
    constraint care_level_category foreign key (complex_id, category) references care_category (complex_id, category)
        on delete cascade,
    constraint care_level_answers_first check (resolve_minutes >= respond_minutes)
);
select make_tenant_table('care_level');
create trigger audit after insert or update or delete on care_level
    for each row execute function audit('level_id');

-- A year whose list of holidays is the complex's own: brought in, or a copy of the house's that somebody changed.
create table care_year (
    complex_id uuid not null default current_complex() references complex,
    year_id uuid not null,
    year smallint not null check (year between 2000 and 2200),
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id, year)
);
select make_tenant_table('care_year');
create trigger audit after insert or update or delete on care_year for each row execute function audit('year_id');

create table care_holiday (
    complex_id uuid not null default current_complex() references complex,
    holiday_id uuid not null,
    day date not null,
    -- Libur nasional, cuti bersama, or a day of the complex's own, which the next list of a year leaves alone.
    kind text not null check (kind in ('national', 'collective', 'own')),
    name text not null check (length(name) between 1 and 120),
    primary key (complex_id, day)
);
select make_tenant_table('care_holiday');
create trigger audit after insert or update or delete on care_holiday
    for each row execute function audit('holiday_id');

-- Within how many working minutes it is promised to be solved, as it stood when its clock was last looked at: what is kept
-- or broken later is judged by it. The ordinary promise is 40 hours.
alter table complaint add column promised_minutes bigint not null default 2400 check (promised_minutes > 0);
alter table complaint disable trigger audit;
update complaint set promised_minutes = case priority when 'urgent' then 480 else 960 end where priority <> 'normal';
alter table complaint enable trigger audit;

-- What happened in a month.
create index complaint_event_at on complaint_event (complex_id, at, complaint_id);
