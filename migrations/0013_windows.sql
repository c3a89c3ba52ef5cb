-- What the homes room shows to rooms at its right that work on thousands of units in one statement. These views are
-- its contract: what lies behind them may change, their columns only grow.
create view unit_mark with (security_invoker = true) as
    select complex_id, unit_id, code, sort_key, search_key, unit_type, land_m2, building_m2, handed_over_on, status,
           block_id, rt_id, retired_at
      from unit;
create view person_mark with (security_invoker = true) as
    select complex_id, person_id, name, phone, email, account_id, merged_into from person;
-- Who, where, as what, from which day up to (not including) which.
create view stay with (security_invoker = true) as
    select complex_id, unit_id, person_id, kind, payer, period from occupancy;
create view area_mark with (security_invoker = true) as
    select complex_id, area_id, kind, code, name, parent_id, sort_key from area;
grant select on unit_mark, person_mark, stay, area_mark to klustera_app, klustera_group, klustera_operator;
