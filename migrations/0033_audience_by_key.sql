-- Whom an announcement is for, asked house by house through a key. As a plain join, the planner compared every house with
-- every stay in the minute after an import, when there are no statistics yet: ten seconds for 5,000 houses.

create or replace function bulletin_audience(wanted_areas uuid[], wanted_types text[], wanted_statuses text[],
                                             wanted_units uuid[], wanted_kinds text[], only_payers boolean, today date)
returns table (unit_id uuid, person_id uuid) language sql stable parallel safe rows 1000 as $$
    select distinct u.unit_id, s.person_id
      from unit_mark u
      cross join lateral (
           select o.person_id from stay o
            where o.complex_id = u.complex_id and o.unit_id = u.unit_id and o.period @> today
              and o.kind = any (wanted_kinds) and (not only_payers or o.payer)
           offset 0) s
     where u.retired_at is null
       and (wanted_types is null or u.unit_type = any (wanted_types))
       and (wanted_statuses is null or u.status = any (wanted_statuses))
       and (wanted_units is null or u.unit_id = any (wanted_units))
       and (wanted_areas is null or exists (
            select from area_mark a
             where a.complex_id = u.complex_id and a.area_id in (u.rt_id, u.block_id)
               and (a.area_id = any (wanted_areas) or a.parent_id = any (wanted_areas))))
$$;
