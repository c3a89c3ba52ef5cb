-- Complaints and the people who do them: categories and problems of the complex's own, vendors, whoever does it from a
-- telephone, checklists, views of the list that have a name, and who is on duty.

-- ---------------------------------------------------------------------------------------------------------------
-- What it is about: the seven that the house knows, and up to sixty of the complex's own.

create table care_class (
    complex_id uuid not null default current_complex() references complex,
    class_id uuid not null,
    -- Stands in the code of the category: own-7.
    number smallint not null check (number between 1 and 60),
    name text not null check (length(name) between 2 and 40),
    -- No new complaint is about it; what was reported keeps its name.
    retired_at timestamptz,
    primary key (complex_id, class_id),
    constraint care_class_number_once unique (complex_id, number)
);
create unique index care_class_name_once on care_class (complex_id, lower(name)) where retired_at is null;
select make_tenant_table('care_class', 'select, insert, update');
create trigger audit after insert or update on care_class for each row execute function audit('class_id');

alter table complaint drop constraint complaint_category_check,
    add constraint complaint_category_check check (category in
        ('water', 'electricity', 'road', 'rubbish', 'security', 'building', 'other') or category ~ '^own-[1-9][0-9]?$');
alter table incident drop constraint incident_category_check,
    add constraint incident_category_check check (category in
        ('water', 'electricity', 'road', 'rubbish', 'security', 'building', 'other') or category ~ '^own-[1-9][0-9]?$');
alter table care_category drop constraint care_category_category_check,
    add constraint care_category_category_check check (category in
        ('water', 'electricity', 'road', 'rubbish', 'security', 'building', 'other') or category ~ '^own-[1-9][0-9]?$');

-- Below a category: a dripping tap, a blocked drain. What is empty is as its category says.
create table care_problem (
    complex_id uuid not null default current_complex() references complex,
    problem_id uuid not null,
    category text not null,
    name text not null check (length(name) between 2 and 60),
    priority text check (priority in ('urgent', 'high', 'normal')),
    assignee text not null default '' check (length(assignee) <= 80),
    -- Working minutes, in quarters of an hour; both or none.
    respond_minutes integer check (respond_minutes > 0 and respond_minutes % 15 = 0),
    resolve_minutes integer check (resolve_minutes % 15 = 0),
    retired_at timestamptz,
    primary key (complex_id, problem_id),
    constraint care_problem_promise check ((respond_minutes is null) = (resolve_minutes is null)),
    constraint care_problem_answers_first check (resolve_minutes >= respond_minutes)
);
create unique index care_problem_name_once on care_problem (complex_id, category, lower(name)) where retired_at is null;
select make_tenant_table('care_problem', 'select, insert, update');
create trigger audit after insert or update on care_problem for each row execute function audit('problem_id');

-- Places of the commons that the form offers; one may still be typed.
create table care_place (
    complex_id uuid not null default current_complex() references complex,
    place_id uuid not null,
    name text not null check (length(name) between 2 and 80),
    position smallint not null,
    primary key (complex_id, place_id)
);
create unique index care_place_name_once on care_place (complex_id, lower(name));
select make_tenant_table('care_place');
create trigger audit after insert or update or delete on care_place for each row execute function audit('place_id');

-- ---------------------------------------------------------------------------------------------------------------
-- Who does it: a vendor, or somebody who signs in.

create table vendor (
    complex_id uuid not null default current_complex() references complex,
    vendor_id uuid not null,
    -- As a complaint names who does it.
    name text not null check (length(name) between 2 and 80),
    phone text check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    -- What for: pumps, the gate.
    trade text not null default '' check (length(trade) <= 80),
    retired_at timestamptz,
    primary key (complex_id, vendor_id)
);
create unique index vendor_name_once on vendor (complex_id, lower(name)) where retired_at is null;
select make_tenant_table('vendor', 'select, insert, update');
create trigger audit after insert or update on vendor for each row execute function audit('vendor_id');

alter table complaint
    add column problem_id uuid,
    add constraint complaint_problem foreign key (complex_id, problem_id) references care_problem (complex_id, problem_id),
    -- Whom the name in assignee means, where it means one: a vendor, or a member who is no resident.
    add column vendor_id uuid,
    add constraint complaint_vendor foreign key (complex_id, vendor_id) references vendor (complex_id, vendor_id),
    add column executor uuid references account;
-- What one member has to do, the first due on top.
create index complaint_of_executor on complaint (complex_id, executor, (coalesce(due_at, timestamptz 'infinity')), (-number))
    where executor is not null and state in ('received', 'assigned', 'working', 'waiting');
create index complaint_of_vendor on complaint (complex_id, vendor_id) where vendor_id is not null;

create function vendor_named(wanted text) returns uuid language sql stable parallel safe as $$
    select v.vendor_id from vendor v
     where v.complex_id = current_complex() and lower(v.name) = lower(wanted) and v.retired_at is null
$$;
-- None when several members have this name: then nobody is meant for sure.
create function executor_named(wanted text) returns uuid language sql stable as $$
    select (array_agg(distinct m.account_id))[1] from member m
     where lower(m.name) = lower(wanted) and m.ended_at is null and m.role <> 'resident' and wanted <> ''
    having count(distinct m.account_id) = 1
$$;
grant execute on function vendor_named, executor_named to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- What has to be done, step by step: of a category, and the copy that a complaint took along when it was reported.

create table care_step (
    complex_id uuid not null default current_complex() references complex,
    step_id uuid not null,
    category text not null,
    position smallint not null check (position between 1 and 30),
    words text not null check (length(words) between 1 and 120),
    primary key (complex_id, step_id),
    constraint care_step_place_once unique (complex_id, category, position)
);
select make_tenant_table('care_step');
create trigger audit after insert or update or delete on care_step for each row execute function audit('step_id');

create table complaint_step (
    complex_id uuid not null default current_complex() references complex,
    step_id uuid not null,
    complaint_id uuid not null,
    position smallint not null,
    words text not null check (length(words) between 1 and 120),
    done_at timestamptz,
    done_by uuid references account,
    primary key (complex_id, step_id),
    constraint complaint_step_complaint foreign key (complex_id, complaint_id)
        references complaint (complex_id, complaint_id),
    constraint complaint_step_done_by_somebody check ((done_at is null) = (done_by is null))
);
create index complaint_step_of_complaint on complaint_step (complex_id, complaint_id, position);
select make_tenant_table('complaint_step', 'select, insert, update');
create trigger audit after insert or update on complaint_step for each row execute function audit('step_id');

-- ---------------------------------------------------------------------------------------------------------------
-- The office's list as somebody likes to see it.

create table care_view (
    complex_id uuid not null default current_complex() references complex,
    view_id uuid not null,
    account_id uuid not null default current_account() references account,
    name text not null check (length(name) between 1 and 40),
    -- Of the address of the list: search, state, category, who does it.
    search text not null default '' check (length(search) <= 120),
    state text not null default '' check (length(state) <= 20),
    category text not null default '' check (length(category) <= 20),
    assignee text not null default '' check (length(assignee) <= 80),
    -- Everybody of the office has it; otherwise its maker alone.
    is_shared boolean not null,
    primary key (complex_id, view_id)
);
create unique index care_view_name_once on care_view (complex_id, account_id, lower(name));
select make_tenant_table('care_view');
create trigger audit after insert or update or delete on care_view for each row execute function audit('view_id');

-- ---------------------------------------------------------------------------------------------------------------
-- Who is on duty: on these days of the week, between these minutes of the day, on the clocks of the complex.

create table duty_shift (
    complex_id uuid not null default current_complex() references complex,
    shift_id uuid not null,
    account_id uuid not null references account,
    -- Monday is 1.
    weekday smallint not null check (weekday between 1 and 7),
    from_minute smallint not null check (from_minute between 0 and 1439),
    until_minute smallint not null check (until_minute between 1 and 1440),
    primary key (complex_id, shift_id),
    constraint duty_shift_lasts check (until_minute > from_minute)
);
create index duty_shift_of_weekday on duty_shift (complex_id, weekday);
select make_tenant_table('duty_shift', 'select, insert, delete');
create trigger audit after insert or delete on duty_shift for each row execute function audit('shift_id');

-- ---------------------------------------------------------------------------------------------------------------
-- The index of words knew no complexes: whoever searched for a word read the rows of every complex that uses it. Now the
-- complex stands in it like a word, and a search asks for both.

create function complaint_text_of(here uuid, words text, place text, assignee text) returns tsvector
language sql immutable parallel safe as $$
    select complaint_text(words, place, assignee) || array_to_tsvector(array['@' || here::text])
$$;
revoke execute on function complaint_text_of from public;
grant execute on function complaint_text_of to klustera_app;
drop index complaint_words;
create index complaint_words on complaint
    using gin (complaint_text_of(complex_id, words, place, assignee)) with (fastupdate = off);

create or replace function complaints_fitting(wanted_number integer, house_key text, wanted_words text) returns uuid[]
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    here uuid := current_complex();
    most integer := 1000;
    asked_here tsquery := ('''@' || here::text || '''')::tsquery && to_tsquery('simple', wanted_words);
    found uuid[];
begin
    found := array(
        (select c.complaint_id from complaint c where c.complex_id = here and c.number = wanted_number)
        union
        -- A key holds capitals and digits only, and the bracket comes after them.
        (select c.complaint_id from unit u join complaint c using (complex_id, unit_id)
          where u.complex_id = here and u.search_key >= house_key collate "C"
            and u.search_key < (house_key || '[') collate "C"
          limit most)
        union
        (select c.complaint_id from complaint c
          where complaint_text_of(c.complex_id, c.words, c.place, c.assignee) @@ asked_here
            -- Not as a key: the planner walked another index of the complex, which to it looks sorted like the table.
            and c.complex_id::text = here::text
          limit most));
    return case when cardinality(found) < most then found end;
end $$;

create or replace function complaints_listed(wanted_state text, wanted_category text, wanted_assignee text, is_late boolean,
                                  wanted_number integer, house_key text, wanted_words text,
                                  after_due timestamptz, after_number integer, most bigint)
returns table (complaint_id uuid)
language plpgsql stable security definer rows 50
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
    here uuid := current_complex();
    is_search boolean := coalesce(wanted_number::text, house_key, wanted_words) is not null;
    fitting uuid[] := case when is_search then complaints_fitting(wanted_number, house_key, wanted_words) end;
    is_common boolean := is_search and fitting is null;
    asked tsquery := to_tsquery('simple', wanted_words);
begin
    return query
    select c.complaint_id from complaint c
     where c.complex_id = here
       and (wanted_state is null or c.state = wanted_state)
       and (wanted_category is null or c.category = wanted_category)
       and (wanted_assignee is null or c.assignee = wanted_assignee)
       and (not is_late or coalesce(c.due_at, timestamptz 'infinity') < scope_now())
       and (not is_search or is_common or c.complaint_id = any (fitting))
       -- Not the words of the index, so that nobody is tempted by it.
       -- A case, because the planner takes half of all rows to fit one: so it walks, and does not fetch them all and sort.
       and (not is_common or case
                when complaint_text(c.words || '', c.place, c.assignee) @@ asked then true
                when c.number = wanted_number then true
                else exists (select from unit u
                              where u.complex_id = here and u.unit_id = c.unit_id
                                and u.search_key >= house_key collate "C"
                                and u.search_key < (house_key || '[') collate "C") end)
       and (after_number is null
            or (coalesce(c.due_at, timestamptz 'infinity'), -c.number)
               > (coalesce(after_due, timestamptz 'infinity'), -after_number))
     order by coalesce(c.due_at, timestamptz 'infinity'), -c.number
     limit most;
end $$;

-- The counts beside the filters look at each page once: an index alone answers only for pages that were vacuumed while nobody
-- else was looking, and otherwise goes back to a page for each of its rows.
alter function complaints_counted(integer, text, text) set enable_indexscan = off;
alter function complaints_counted(integer, text, text) set enable_indexonlyscan = off;
