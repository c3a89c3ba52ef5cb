-- A month of 100,000 units looked through all of its lines once more with each step, because the planner knows nothing yet of
-- rows that were written a second ago: 36 of 60 seconds.

-- What these units have been billed of these charges and months, void invoices aside.
create function billed_lines(units uuid[], charges uuid[], periods date[])
returns table (unit_id uuid, charge_type_id uuid, period date)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select distinct l.unit_id, l.charge_type_id, l.period
      from unnest(units) w (unit_id)
      join invoice_line l on l.complex_id = current_complex() and l.unit_id = w.unit_id and not l.voided
     where l.charge_type_id = any (charges) and l.period = any (periods);
end $$;
revoke execute on function billed_lines from public;
grant execute on function billed_lines to klustera_app;
