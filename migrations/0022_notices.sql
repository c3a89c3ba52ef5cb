-- Notices: what a person is told, by which ways it goes to them, and what became of each.
--
-- A notice and its deliveries are written in the transaction that gives the reason. Neither address nor text is kept:
-- the worker reads both when it sends, so a number that changed meanwhile is the new one.

create table notice (
    complex_id uuid not null default current_complex() references complex,
    notice_id uuid not null,
    -- invoice_issued, dues_reminder …: notices::Kind says what each says.
    kind text not null check (length(kind) between 3 and 40),
    -- The blanks of its sentences: amounts, dates, numbers of documents.
    facts jsonb not null default '{}',
    -- The household that it is about; a household gets one message about money a day.
    unit_id uuid,
    -- What it is about, so that nobody is told the same twice: an invoice and a rung of the ladder.
    about text check (length(about) <= 120),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, notice_id),
    constraint notice_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id)
);
create unique index notice_told_once on notice (complex_id, kind, about) where about is not null;
create index notice_of_unit on notice (complex_id, unit_id, notice_id) where unit_id is not null;

-- One recipient and one way. `state` is where its events have led; they are the trail.
create table notice_delivery (
    complex_id uuid not null default current_complex() references complex,
    delivery_id uuid not null,
    notice_id uuid not null,
    channel text not null check (channel in ('app', 'email')),
    person_id uuid,
    account_id uuid references account,
    -- `dropped`: no longer wanted (paid, muted, no address). `failed`: tried to the end.
    state text not null default 'queued' check (state in ('queued', 'sent', 'delivered', 'read', 'failed', 'dropped')),
    -- Not before this instant; also the end of a worker's claim on it.
    due_at timestamptz not null default scope_now(),
    tries smallint not null default 0 check (tries >= 0),
    primary key (complex_id, delivery_id),
    constraint notice_delivery_notice foreign key (complex_id, notice_id) references notice (complex_id, notice_id),
    constraint notice_delivery_person foreign key (complex_id, person_id) references person (complex_id, person_id),
    constraint notice_delivery_to_somebody check (person_id is not null or account_id is not null),
    constraint notice_delivery_app_of_account check (channel <> 'app' or account_id is not null)
);
create index notice_delivery_due on notice_delivery (complex_id, due_at, delivery_id) where state = 'queued';
create index notice_delivery_of_account on notice_delivery (complex_id, account_id, delivery_id) where channel = 'app';
create index notice_delivery_unread on notice_delivery (complex_id, account_id)
    where channel = 'app' and state = 'delivered';
create index notice_delivery_of_notice on notice_delivery (complex_id, notice_id);
create index notice_delivery_in_order on notice_delivery (complex_id, delivery_id) where channel <> 'app';

-- What happened to a delivery after it was queued.
create table notice_event (
    complex_id uuid not null default current_complex() references complex,
    delivery_id uuid not null,
    event_id bigint generated always as identity,
    at timestamptz not null default scope_now(),
    -- `tried`: a failure that is tried again; `again`: somebody asked for another try.
    state text not null check (state in ('tried', 'again', 'sent', 'delivered', 'read', 'failed', 'dropped')),
    -- A code of ours or the server's words, without addresses.
    reason text not null default '' check (length(reason) <= 300),
    account_id uuid default current_account(),
    primary key (complex_id, delivery_id, event_id),
    constraint notice_event_delivery foreign key (complex_id, delivery_id)
        references notice_delivery (complex_id, delivery_id)
);
create index notice_event_sent on notice_event (complex_id, at) where state = 'sent';

select make_tenant_table('notice', 'select, insert');
select make_tenant_table('notice_delivery', 'select, insert, update (state, due_at, tries)');
select make_tenant_table('notice_event', 'select, insert');

-- ---------------------------------------------------------------------------------------------------------------
-- What somebody does not want to hear, by kind and way. An account says it once for all its complexes; a person
-- without an account says it in a mail, for the complex that sent it.

create table notice_mute (
    account_id uuid not null default current_account() references account,
    kind text not null check (length(kind) between 3 and 40),
    channel text not null check (channel in ('app', 'email')),
    at timestamptz not null default scope_now(),
    primary key (account_id, kind, channel)
);
alter table notice_mute enable row level security;
alter table notice_mute force row level security;
create policy owner on notice_mute to current_user using (true);
create policy oneself on notice_mute to klustera_app using (account_id = current_account());
grant select, insert, delete on notice_mute to klustera_app;

create table notice_person_mute (
    complex_id uuid not null default current_complex() references complex,
    person_id uuid not null,
    kind text not null check (length(kind) between 3 and 40),
    channel text not null check (channel in ('app', 'email')),
    at timestamptz not null default scope_now(),
    primary key (complex_id, person_id, kind, channel),
    constraint notice_person_mute_person foreign key (complex_id, person_id) references person (complex_id, person_id)
);
select make_tenant_table('notice_person_mute', 'select, insert, delete');

-- Of these accounts, those that are members here and do not want this kind this way.
create function notice_muted(wanted_kind text, whom uuid[]) returns table (account_id uuid, channel text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.account_id, m.channel from notice_mute m
     where m.kind = wanted_kind and m.account_id = any (whom)
       and exists (select from membership b where b.complex_id = current_complex() and b.account_id = m.account_id)
$$;

-- One click in a mail: its recipient wants no more of this kind by mail (or does again). Idempotent.
create function mute_delivery(wanted uuid, quiet boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    it record;
begin
    select d.account_id, d.person_id, d.channel, n.kind into it
      from notice_delivery d join notice n using (complex_id, notice_id)
     where d.complex_id = current_complex() and d.delivery_id = wanted;
    if not found then
        return false;
    end if;
    if it.account_id is not null and quiet then
        insert into notice_mute (account_id, kind, channel) values (it.account_id, it.kind, it.channel)
        on conflict do nothing;
    elsif it.account_id is not null then
        delete from notice_mute m where m.account_id = it.account_id and m.kind = it.kind and m.channel = it.channel;
    elsif quiet then
        insert into notice_person_mute (complex_id, person_id, kind, channel)
        values (current_complex(), it.person_id, it.kind, it.channel) on conflict do nothing;
    else
        delete from notice_person_mute m
         where m.complex_id = current_complex() and m.person_id = it.person_id and m.kind = it.kind
           and m.channel = it.channel;
    end if;
    return true;
end $$;

revoke execute on function notice_muted, mute_delivery from public;
grant execute on function notice_muted, mute_delivery to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- The ladder: when a household is reminded of an invoice, in days from its due day.

create table reminder_setting (
    complex_id uuid not null default current_complex() references complex,
    setting_id uuid not null,
    -- By itself every morning; otherwise only when somebody presses the button.
    is_automatic boolean not null default false,
    -- Below zero: before the due day.
    rungs smallint[] not null default '{-3,0,3,7,14}' check (cardinality(rungs) <= 12),
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id)
);
select make_tenant_table('reminder_setting', 'select, insert, update');
create trigger audit after insert or update on reminder_setting for each row execute function audit('setting_id');
