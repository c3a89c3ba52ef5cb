-- Announcements (pengumuman): what the management tells the houses, whom it told, and which houses have read it.
--
-- The tables are called bulletin, because `announcement` (0003) is what one room tells another. The list of houses and
-- people is written down when it is sent and never changes: whoever moves in later was not told.

create table bulletin_setting (
    complex_id uuid not null default current_complex() references complex,
    setting_id uuid not null,
    -- Somebody else than the writer looks at it before it goes out.
    needs_approval boolean not null default false,
    -- A link that anybody may open.
    allows_public boolean not null default true,
    allows_comments boolean not null default true,
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id)
);
select make_tenant_table('bulletin_setting', 'select, insert, update');
create trigger audit after insert or update on bulletin_setting for each row execute function audit('setting_id');

create table bulletin (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    title text not null check (length(title) between 3 and 120),
    -- In the simple formatting of announcements::markup.
    body text not null check (length(body) between 1 and 10000),
    -- Whom it is for, in the words of announcements::Audience; counted anew until it is sent.
    audience jsonb not null default '{}',
    state text not null default 'draft' check (state in ('draft', 'waiting', 'scheduled', 'sent', 'withdrawn')),
    -- Goes out at night too, and to whoever wants no announcements.
    is_emergency boolean not null default false,
    is_pinned boolean not null default false,
    wants_acknowledgement boolean not null default false,
    has_comments boolean not null default false,
    -- When it is to be sent; none: at once.
    send_at timestamptz,
    -- From then on it is history.
    ends_at timestamptz,
    -- Why it came back to its writer.
    note text not null default '' check (length(note) <= 300),
    created_at timestamptz not null default scope_now(),
    -- Whoever changed it last.
    written_by uuid default current_account(),
    approved_at timestamptz,
    approved_by uuid,
    sent_at timestamptz,
    sent_by uuid,
    -- What its public link names; none: there is no such link (any more).
    link_id uuid,
    question text check (length(question) between 3 and 200),
    poll_closes_at timestamptz,
    -- Percent of the houses that must vote before the result counts.
    quorum_percent smallint check (quorum_percent between 1 and 100),
    primary key (complex_id, bulletin_id),
    constraint bulletin_emergency_ends check (not is_emergency or ends_at is not null),
    constraint bulletin_sent_has_time check ((sent_at is not null) = (state in ('sent', 'withdrawn'))),
    constraint bulletin_other_approves check (approved_by is null or approved_by is distinct from written_by)
);
create index bulletin_of_state on bulletin (complex_id, state, bulletin_id);
create unique index bulletin_link_once on bulletin (complex_id, link_id) where link_id is not null;
select make_tenant_table('bulletin', 'select, insert, update');
create trigger audit after insert or update on bulletin for each row execute function audit('bulletin_id');

create table bulletin_file (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    file_id uuid not null,
    primary key (complex_id, bulletin_id, file_id),
    constraint bulletin_file_bulletin foreign key (complex_id, bulletin_id) references bulletin (complex_id, bulletin_id),
    constraint bulletin_file_file foreign key (complex_id, file_id) references file (complex_id, file_id)
);
select make_tenant_table('bulletin_file', 'select, insert, delete');

-- ---------------------------------------------------------------------------------------------------------------
-- Whom it reached. A house has read it when one of its people has.

create table bulletin_house (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    unit_id uuid not null,
    -- What this house's own link names: it opens without an account and counts for this house.
    house_link uuid not null default gen_random_uuid(),
    read_at timestamptz,
    -- Which person; none: by the house's link.
    read_by uuid,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    nudged_at timestamptz,
    primary key (complex_id, bulletin_id, unit_id),
    constraint bulletin_house_bulletin foreign key (complex_id, bulletin_id) references bulletin (complex_id, bulletin_id),
    constraint bulletin_house_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint bulletin_house_link_once unique (complex_id, house_link),
    constraint bulletin_acknowledged_is_read check (acknowledged_at is null or read_at is not null)
);
create index bulletin_house_unread on bulletin_house (complex_id, bulletin_id, unit_id) where read_at is null;
select make_tenant_table('bulletin_house',
    'select, insert, update (read_at, read_by, acknowledged_at, acknowledged_by, nudged_at)');

create table bulletin_recipient (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    unit_id uuid not null,
    person_id uuid not null,
    primary key (complex_id, bulletin_id, unit_id, person_id),
    constraint bulletin_recipient_house foreign key (complex_id, bulletin_id, unit_id)
        references bulletin_house (complex_id, bulletin_id, unit_id),
    constraint bulletin_recipient_person foreign key (complex_id, person_id) references person (complex_id, person_id)
);
create index bulletin_recipient_of_person on bulletin_recipient (complex_id, person_id, bulletin_id);
select make_tenant_table('bulletin_recipient', 'select, insert');

-- Those who work here and were told too; they stand for no house.
create table bulletin_staff (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    account_id uuid not null references account,
    primary key (complex_id, bulletin_id, account_id),
    constraint bulletin_staff_bulletin foreign key (complex_id, bulletin_id) references bulletin (complex_id, bulletin_id)
);
create index bulletin_staff_of_account on bulletin_staff (complex_id, account_id, bulletin_id);
select make_tenant_table('bulletin_staff', 'select, insert');

-- Houses and the people in them, as an audience wishes. Null leaves a wish out. An area takes in what lies in it.
create function bulletin_audience(wanted_areas uuid[], wanted_types text[], wanted_statuses text[], wanted_units uuid[],
                                  wanted_kinds text[], only_payers boolean, today date)
returns table (unit_id uuid, person_id uuid) language sql stable parallel safe as $$
    select distinct u.unit_id, s.person_id
      from unit_mark u join stay s using (complex_id, unit_id)
     where u.retired_at is null and s.period @> today and s.kind = any (wanted_kinds)
       and (not only_payers or s.payer)
       and (wanted_types is null or u.unit_type = any (wanted_types))
       and (wanted_statuses is null or u.status = any (wanted_statuses))
       and (wanted_units is null or u.unit_id = any (wanted_units))
       and (wanted_areas is null or exists (
            select from area_mark a
             where a.complex_id = u.complex_id and a.area_id in (u.rt_id, u.block_id)
               and (a.area_id = any (wanted_areas) or a.parent_id = any (wanted_areas))))
$$;

-- The caller's houses among those that were told; people who were found to be one count as the one that stayed.
create function own_bulletin_houses(wanted uuid) returns setof uuid language sql stable parallel safe as $$
    select r.unit_id from bulletin_recipient r join person_mark p using (complex_id, person_id)
     where r.bulletin_id = wanted and own_person() in (p.person_id, p.merged_into)
$$;

-- What the caller was told and may read: sent, not taken back.
create function own_bulletins() returns setof bulletin language sql stable parallel safe as $$
    select b.* from bulletin b
     where b.state = 'sent'
       and (exists (select from bulletin_recipient r join person_mark p using (complex_id, person_id)
                     where r.complex_id = b.complex_id and r.bulletin_id = b.bulletin_id
                       and own_person() in (p.person_id, p.merged_into))
            or exists (select from bulletin_staff s
                        where s.complex_id = b.complex_id and s.bulletin_id = b.bulletin_id
                          and s.account_id = current_account()))
$$;
revoke execute on function bulletin_audience, own_bulletin_houses, own_bulletins from public;
grant execute on function bulletin_audience, own_bulletin_houses, own_bulletins to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Answers: one vote for each house, and comments.

create table bulletin_option (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    option_no smallint not null check (option_no between 1 and 10),
    label text not null check (length(label) between 1 and 80),
    primary key (complex_id, bulletin_id, option_no),
    constraint bulletin_option_bulletin foreign key (complex_id, bulletin_id) references bulletin (complex_id, bulletin_id)
);
select make_tenant_table('bulletin_option', 'select, insert, delete');

create table bulletin_vote (
    complex_id uuid not null default current_complex() references complex,
    bulletin_id uuid not null,
    unit_id uuid not null,
    option_no smallint not null,
    at timestamptz not null default scope_now(),
    -- None: by the house's link.
    account_id uuid default current_account(),
    constraint bulletin_vote_one_a_house primary key (complex_id, bulletin_id, unit_id),
    constraint bulletin_vote_option foreign key (complex_id, bulletin_id, option_no)
        references bulletin_option (complex_id, bulletin_id, option_no),
    constraint bulletin_vote_house foreign key (complex_id, bulletin_id, unit_id)
        references bulletin_house (complex_id, bulletin_id, unit_id)
);
select make_tenant_table('bulletin_vote', 'select, insert');

create table bulletin_comment (
    complex_id uuid not null default current_complex() references complex,
    comment_id uuid not null,
    bulletin_id uuid not null,
    person_id uuid,
    account_id uuid not null default current_account() references account,
    body text not null check (length(body) between 1 and 1000),
    at timestamptz not null default scope_now(),
    removed_at timestamptz,
    removed_by uuid,
    primary key (complex_id, comment_id),
    constraint bulletin_comment_bulletin foreign key (complex_id, bulletin_id) references bulletin (complex_id, bulletin_id),
    constraint bulletin_comment_person foreign key (complex_id, person_id) references person (complex_id, person_id)
);
create index bulletin_comment_of on bulletin_comment (complex_id, bulletin_id, comment_id);
select make_tenant_table('bulletin_comment', 'select, insert, update (removed_at, removed_by)');
create trigger audit after update on bulletin_comment for each row execute function audit('comment_id');
