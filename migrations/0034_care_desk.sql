-- The office's desk for complaints: closing by itself, reports by telephone, duplicates that become one, and a list that is
-- quick with a hundred thousand of them.

alter table complaint
    -- When it closes by itself: only while it is solved, and not after its reporter wrote (docs/care.md).
    add column closes_at timestamptz,
    add column warned_at timestamptz,
    -- Who of the office wrote it down for somebody on the telephone, and whom they heard.
    add column filed_by uuid references account,
    add column caller text not null default '' check (length(caller) <= 80),
    -- The complaint about the same thing that goes on in its place.
    add column merged_into uuid,
    add constraint complaint_closes_while_solved check (closes_at is null or state = 'solved'),
    add constraint complaint_warned_of_closing check (warned_at is null or closes_at is not null),
    add constraint complaint_goes_on_elsewhere foreign key (complex_id, merged_into)
        references complaint (complex_id, complaint_id),
    add constraint complaint_merged_is_over
        check (merged_into is null or (state = 'closed' and unit_id is null and merged_into <> complaint_id));

-- What is solved already gets its seven days from today on.
alter table complaint disable trigger audit;
update complaint set closes_at = now() + interval '7 days' where state = 'solved';
alter table complaint enable trigger audit;

-- Closed by itself, gone on in another one, and: another one went on in this one.
alter table complaint_event
    drop constraint complaint_event_kind_check,
    drop constraint complaint_event_move_has_state,
    add constraint complaint_event_kind_check
        check (kind in ('filed', 'moved', 'reply', 'note', 'rated', 'lapsed', 'merged', 'joined')),
    add constraint complaint_event_move_has_state
        check ((state is not null) = (kind in ('filed', 'moved', 'lapsed', 'merged')));

create index complaint_to_close on complaint (complex_id, closes_at) where closes_at is not null;
create index complaint_merged on complaint (complex_id, merged_into) where merged_into is not null;
-- How many one account reported lately.
create index complaint_reported on complaint (complex_id, reported_by, created_at) where filed_by is null;

-- ---------------------------------------------------------------------------------------------------------------
-- The list: what is due first stands first, then the newest. Each filter has an index that ends in this order.

drop index complaint_by_due;
drop index complaint_of_state;
create index complaint_in_order on complaint
    (complex_id, (coalesce(due_at, timestamptz 'infinity')), (-number));
create index complaint_of_state on complaint
    (complex_id, state, (coalesce(due_at, timestamptz 'infinity')), (-number));
create index complaint_of_category on complaint
    (complex_id, category, (coalesce(due_at, timestamptz 'infinity')), (-number));
create index complaint_of_assignee on complaint
    (complex_id, assignee, (coalesce(due_at, timestamptz 'infinity')), (-number));
create index complaint_of_unit on complaint (complex_id, unit_id, number) where unit_id is not null;
-- What is counted: everything that is not over, from the index alone.
create index complaint_unfinished on complaint (complex_id, state, category, assignee, due_at)
    where state in ('received', 'assigned', 'working', 'waiting', 'solved');

-- What is searched, word by word; what people join by signs (depan-pos, pompa/keran) are words of their own.
create function complaint_text(words text, place text, assignee text) returns tsvector
language sql immutable parallel safe as $$
    select to_tsvector('simple', translate(words || ' ' || place || ' ' || assignee, '/.@_:-', '      '))
$$;
-- Few are written and many are searched: no list of pending words that every search would read.
create index complaint_words on complaint using gin (complaint_text(words, place, assignee)) with (fastupdate = off);

-- Ids of what fits a search: a number, the beginning of a house number, or beginnings of words, whichever of them fits. Null
-- when so many fit that it is quicker to walk the list than to name them. Like the two below it runs as the owner, because
-- an index on words answers nobody who stands under row policies; so each of them asks for the complex itself.
create function complaints_fitting(wanted_number integer, house_key text, wanted_words text) returns uuid[]
language plpgsql stable security definer
set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    here uuid := current_complex();
    most integer := 1000;
    asked tsquery := to_tsquery('simple', wanted_words);
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
          where c.complex_id = here and complaint_text(c.words, c.place, c.assignee) @@ asked
          limit most));
    return case when cardinality(found) < most then found end;
end $$;

-- Ids of the lines behind a line, in the order of the list; a null leaves a filter out. Planned for the filters at hand, each
-- time.
create function complaints_listed(wanted_state text, wanted_category text, wanted_assignee text, is_late boolean,
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
       -- Not the words of the index, so that nobody is tempted to fetch them all and sort.
       and (not is_common or complaint_text(c.words || '', c.place, c.assignee) @@ asked or c.number = wanted_number
            or exists (select from unit u
                        where u.complex_id = here and u.unit_id = c.unit_id and u.search_key >= house_key collate "C"
                          and u.search_key < (house_key || '[') collate "C"))
       and (after_number is null
            or (coalesce(c.due_at, timestamptz 'infinity'), -c.number)
               > (coalesce(after_due, timestamptz 'infinity'), -after_number))
     order by coalesce(c.due_at, timestamptz 'infinity'), -c.number
     limit most;
end $$;

-- How many are not over, by what the list filters, and how many of them are late; with a search, among those that fit it.
create function complaints_counted(wanted_number integer, house_key text, wanted_words text)
returns table (state text, category text, assignee text, count bigint, late bigint)
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
    select c.state, c.category, c.assignee, count(*), count(*) filter (where c.due_at < scope_now())
      from complaint c
     where c.complex_id = here
       and c.state in ('received', 'assigned', 'working', 'waiting', 'solved')
       and (not is_search or is_common or c.complaint_id = any (fitting))
       and (not is_common or complaint_text(c.words || '', c.place, c.assignee) @@ asked or c.number = wanted_number
            or exists (select from unit u
                        where u.complex_id = here and u.unit_id = c.unit_id and u.search_key >= house_key collate "C"
                          and u.search_key < (house_key || '[') collate "C"))
     group by 1, 2, 3;
end $$;

revoke execute on function complaint_text, complaints_fitting, complaints_listed, complaints_counted from public;
grant execute on function complaint_text, complaints_fitting, complaints_listed, complaints_counted to klustera_app;
