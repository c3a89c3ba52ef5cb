-- Import: a spreadsheet that somebody brought, what was decided about it line by line, and what became of it.
--
-- The file is never changed and nothing is written to the homes before somebody says so. Decisions and steps are only
-- ever added, so these tables are their own audit. What an import writes leaves audit entries like every other change;
-- their request is the import itself, and from them it can be taken back, row by row, exactly.

create table import (
    complex_id uuid not null default current_complex() references complex,
    import_id uuid not null,
    file_name text not null check (length(file_name) between 1 and 200),
    file_bytes bigint not null,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, import_id)
);

-- The bytes as they came. Names and phone numbers of hundreds of people: forgotten after thirty days by a job.
create table import_file (
    complex_id uuid not null default current_complex() references complex,
    import_id uuid not null,
    content bytea not null,
    forget_at timestamptz not null,
    primary key (complex_id, import_id),
    foreign key (complex_id, import_id) references import (complex_id, import_id)
);
-- Workbooks are compressed already.
alter table import_file alter column content set storage external;
create index import_file_to_forget on import_file (complex_id, forget_at);

-- A column that means something else, a corrected cell, a row left out, a rule for many rows.
create table import_decision (
    complex_id uuid not null default current_complex() references complex,
    import_id uuid not null,
    decision_id bigint generated always as identity,
    decision jsonb not null,
    decided_at timestamptz not null default scope_now(),
    decided_by uuid default current_account(),
    primary key (complex_id, import_id, decision_id),
    foreign key (complex_id, import_id) references import (complex_id, import_id)
);

-- What became of it. Each step happens once: a double click, a second tab and a job that runs twice meet this key.
create table import_step (
    complex_id uuid not null default current_complex() references complex,
    import_id uuid not null,
    kind text not null check (kind in ('ordered', 'applied', 'failed', 'undone', 'discarded')),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    -- Figures of what was written or taken back; for a failure, the reason.
    detail jsonb not null default '{}',
    primary key (complex_id, import_id, kind),
    foreign key (complex_id, import_id) references import (complex_id, import_id)
);

-- How far a running import is. Written beside its transaction, which nobody can look into before it ends.
create table import_progress (
    complex_id uuid not null default current_complex() references complex,
    import_id uuid not null,
    stage text not null,
    done int not null,
    total int not null,
    at timestamptz not null default scope_now(),
    primary key (complex_id, import_id),
    foreign key (complex_id, import_id) references import (complex_id, import_id)
);

select make_tenant_table('import', 'select, insert');
select make_tenant_table('import_file', 'select, insert, delete');
select make_tenant_table('import_decision', 'select, insert, delete');
-- A failure may be tried again: its step goes when the next attempt is ordered.
select make_tenant_table('import_step', 'select, insert, delete');
select make_tenant_table('import_progress', 'select, insert, update, delete');

-- The web may not delete units and people; taking an import back may, but only rows which that very import added.
-- Answers with the rows that stay because something else refers to them by now.
create function remove_imported(wanted uuid, from_table text, ids uuid[]) returns uuid[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    key_column text := case from_table when 'unit' then 'unit_id' when 'person' then 'person_id'
                                       when 'area' then 'area_id' end;
    mine uuid[];
    one uuid;
    kept uuid[] := '{}';
begin
    if key_column is null then
        raise exception 'an import adds no rows to %', from_table;
    end if;
    select coalesce(array_agg(e.row_id), '{}') into mine
      from audit_entry e
     where e.complex_id = current_complex() and e.request_id = wanted and e.table_name = from_table
       and e.action = 'insert' and e.row_id = any (ids)
       and exists (select from import i where i.complex_id = current_complex() and i.import_id = wanted);
    begin
        execute format('delete from %I where complex_id = current_complex() and %I = any ($1)', from_table, key_column)
          using mine;
    exception when foreign_key_violation then
        -- Rare: one by one, to find out which.
        foreach one in array mine loop
            begin
                execute format('delete from %I where complex_id = current_complex() and %I = $1', from_table, key_column)
                  using one;
            exception when foreign_key_violation then
                kept := kept || one;
            end;
        end loop;
    end;
    return kept;
end $$;

-- The command line names a complex by its short name.
create function complex_for_import(wanted text) returns table (complex_id uuid, name text, zone text)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.complex_id, c.name, c.zone from complex c where c.slug = wanted
$$;

-- After thousands of new rows the planner should know of them before the next page is asked for, not a minute later.
create function note_new_homes() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    analyze unit, person, occupancy, audit_entry;
end $$;

revoke execute on function remove_imported, complex_for_import, note_new_homes from public;
grant execute on function remove_imported, complex_for_import, note_new_homes to klustera_app;

-- Taking back ten thousand people asks for each whether another row was merged into it.
create index person_merged on person (complex_id, merged_into) where merged_into is not null;
create index person_merge_kept on person_merge (complex_id, kept_id);
create index person_merge_merged on person_merge (complex_id, merged_id);
