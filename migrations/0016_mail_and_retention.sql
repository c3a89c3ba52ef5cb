-- Mail and forgetting: letters that leave the house, a forgotten password without the manager, an account's own
-- address, and how long each trace of signing in is kept. Also what a review of 0006 found open: numbers that nobody
-- proved, invitations of people who left, and the last visit, which is now counted in each complex for itself.

-- ---------------------------------------------------------------------------------------------------------------
-- Mail: which letter for whom, and what became of it. Neither address nor text is kept: the worker writes the letter
-- when it sends it, from the ids that the job carries.

create table mail (
    mail_id uuid primary key,
    -- Null when there is nobody to write to; see account_reset.
    account_id uuid references account,
    -- Which letter, such as accounts.mail_reset_link.
    letter text not null check (length(letter) between 3 and 80),
    queued_at timestamptz not null default scope_now()
);
create index on mail (account_id, mail_id desc);
create index on mail (queued_at);

create table mail_event (
    mail_id uuid not null references mail on delete cascade,
    event_id bigint generated always as identity,
    at timestamptz not null default scope_now(),
    -- `failed` is tried again; `refused` (the server says never), `dropped` (no longer wanted) and `sent` are the end.
    outcome text not null check (outcome in ('sent', 'failed', 'refused', 'dropped')),
    -- The server's code and words, without addresses.
    reason text not null default '' check (length(reason) <= 300),
    primary key (mail_id, event_id)
);

create function queue_mail(new_id uuid, whose uuid, what text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into mail (mail_id, account_id, letter) values (new_id, whose, what);
$$;

-- A job may run twice; a letter goes out once, unless the worker dies between the server's yes and this note.
create function mail_is_due(wanted uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from mail m where m.mail_id = wanted)
       and not exists (select from mail_event e
                        where e.mail_id = wanted and e.outcome in ('sent', 'refused', 'dropped'))
$$;

create function note_mail(wanted uuid, what text, why text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into mail_event (mail_id, outcome, reason)
    select m.mail_id, what, left(why, 300) from mail m where m.mail_id = wanted;
$$;

-- Where a letter about an account goes, and in which language it is written. No row: nowhere.
create function post_address(who uuid) returns table (account_name text, email text, locale text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.name, a.email, a.locale from account a
     where a.account_id = who and a.email is not null and a.closed_at is null
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- The trail of an account says more than sign-ins

alter table sign_in_event drop constraint sign_in_event_outcome_check;
alter table sign_in_event add constraint sign_in_event_outcome_check check (outcome in
    ('signed_in', 'wrong_password', 'unknown', 'throttled', 'wrong_code', 'recovery_code', 'app', 'new_password',
     'staff_link', 'new_email'));
create index on sign_in_event (at);

-- Whoever came in from this address within a month is no part of a wave from everywhere.
create function signed_in_from(who uuid, from_address text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from sign_in_event e
                    where e.account_id = who and e.outcome = 'signed_in' and e.address = from_address
                      and e.at > scope_now() - interval '30 days')
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- A new password without the manager: by the account's own address, or by the platform's staff. The link holds an id
-- and a seal over it that only the installation's secret makes, so neither this table nor a job can open anything.

create table account_reset (
    reset_id uuid primary key,
    -- Null when the address that was typed is nobody's: the same rows are written for it, so that nobody can tell.
    account_id uuid references account,
    way text not null check (way in ('mail', 'operator', 'command_line')),
    -- Of the staff: who and why.
    created_by uuid references account,
    reason text not null default '' check (length(reason) <= 200),
    -- Somebody who lost the phone has no code to show.
    ends_second_factor boolean not null default false,
    created_at timestamptz not null default scope_now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    check (way = 'mail' or account_id is not null),
    check (way <> 'operator' or created_by is not null and reason <> '')
);
create index on account_reset (account_id) where used_at is null;
create index on account_reset (expires_at);
create index on account_reset (reset_id desc) where way <> 'mail';

-- Everything that is signed in anywhere as this account.
create function end_every_sign_in(who uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    update session set revoked_at = scope_now() where account_id = who and revoked_at is null;
    update access_token set revoked_at = scope_now() where account_id = who and revoked_at is null;
    update refresh_family set revoked_at = scope_now() where account_id = who and revoked_at is null;
$$;

-- All links to a new password for this account, whoever made them: one may lie in a wrong chat. Those of a complex
-- are changed in its scope, because its trail is written there.
create function spend_resets(who uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    stood text := coalesce(current_setting('app.complex_id', true), '');
    place uuid;
begin
    update account_reset set used_at = scope_now() where account_id = who and used_at is null;
    for place in select distinct r.complex_id from password_reset r where r.account_id = who and r.used_at is null loop
        perform set_config('app.complex_id', place::text, true);
        update password_reset set used_at = scope_now()
         where complex_id = place and account_id = who and used_at is null;
    end loop;
    perform set_config('app.complex_id', stood, true);
end $$;

create function set_new_password(who uuid, hash text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform spend_resets(who);
    update account set password_hash = hash where account_id = who;
    perform end_every_sign_in(who);
    insert into sign_in_event (account_id, outcome, request_id)
    values (who, 'new_password', nullif(current_setting('app.request_id', true), '')::uuid);
end $$;

-- The manager's link (0006) does the same to everything that is signed in.
create or replace function finish_reset(wanted uuid, hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whom uuid;
begin
    perform 1 from password_reset r where r.complex_id = current_complex() and r.reset_id = wanted for update;
    select o.account_id into whom from open_reset(wanted) o;
    if whom is null then
        return false;
    end if;
    perform set_new_password(whom, hash);
    return true;
end $$;

-- Somebody forgot the password and typed an address. Answers whose it is, for the trail of letters only.
create function ask_account_reset(new_id uuid, wanted_email text, until timestamptz) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whom uuid;
begin
    select a.account_id into whom from account a where a.email = wanted_email and a.closed_at is null;
    insert into account_reset (reset_id, account_id, way, expires_at) values (new_id, whom, 'mail', until);
    return whom;
end $$;

-- The staff makes a link for somebody who has no other way in. The account's owner reads it in the own trail.
create function make_staff_reset(new_id uuid, wanted_phone text, wanted_email text, by_which_way text, why text,
                                 without_code boolean, until timestamptz)
returns table (account_id uuid, account_name text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    whom record;
begin
    select a.account_id, a.name into whom from account a
     where a.closed_at is null and (a.phone = wanted_phone or a.email = wanted_email);
    if whom.account_id is null then
        return;
    end if;
    insert into account_reset (reset_id, account_id, way, created_by, reason, ends_second_factor, expires_at)
    values (new_id, whom.account_id, by_which_way, current_account(), why, without_code, until);
    insert into sign_in_event (account_id, outcome, request_id)
    values (whom.account_id, 'staff_link', nullif(current_setting('app.request_id', true), '')::uuid);
    return query select whom.account_id, whom.name;
end $$;

-- Whose password a link changes, if it is still good.
create function open_account_reset(wanted uuid)
returns table (account_id uuid, account_name text, email text, locale text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.account_id, a.name, a.email, a.locale
      from account_reset r join account a using (account_id)
     where r.reset_id = wanted and r.used_at is null and r.expires_at > scope_now() and a.closed_at is null
$$;

create function finish_account_reset(wanted uuid, hash text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    link record;
begin
    select r.account_id, r.ends_second_factor into link from account_reset r
     where r.reset_id = wanted and exists (select from open_account_reset(wanted)) for update;
    if link.account_id is null or not exists (select from open_account_reset(wanted)) then
        return null;
    end if;
    perform set_new_password(link.account_id, hash);
    if link.ends_second_factor then
        delete from recovery_code where account_id = link.account_id;
        delete from second_factor where account_id = link.account_id;
    end if;
    return link.account_id;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- An account's own address counts once somebody who reads its mail and knows the password said so.

create table email_proof (
    proof_id uuid primary key,
    account_id uuid not null default current_account() references account,
    email text not null check (email = lower(email)),
    created_at timestamptz not null default scope_now(),
    expires_at timestamptz not null,
    used_at timestamptz
);
create index on email_proof (account_id, proof_id desc);

create function email_to_prove(wanted uuid) returns table (email text, account_name text, locale text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.email, a.name, a.locale from email_proof p join account a using (account_id)
     where p.proof_id = wanted and p.used_at is null and p.expires_at > scope_now() and a.closed_at is null
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- A number that nobody proved. The join page opens an account for whatever number is typed; an invitation that was
-- sent to the number and opened is the proof.

alter table account add column unproved_since timestamptz;
update account a set unproved_since = a.created_at
 where exists (select from claim c where c.account_id = a.account_id)
   and not exists (select from membership m where m.account_id = a.account_id)
   and not exists (select from invitation i where i.accepted_by = a.account_id)
   and not exists (select from organization_member o where o.account_id = a.account_id)
   and not exists (select from operator o where o.account_id = a.account_id);

create function open_unproved_account(new_id uuid, new_name text, new_phone text, hash text, language text)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not open_account(new_id, new_name, new_phone, null, hash, language) then
        return false;
    end if;
    update account set unproved_since = scope_now() where account_id = new_id;
    return true;
end $$;

-- The account that stands in the way of whoever is invited by this number: opened on a join page, never let in.
create function squatted_account(wanted_phone text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select a.account_id from account a
     where a.phone = wanted_phone and a.unproved_since is not null and a.closed_at is null
       and not exists (select from membership m where m.account_id = a.account_id)
       and not exists (select from organization_member o where o.account_id = a.account_id)
       and not exists (select from operator o where o.account_id = a.account_id)
$$;

-- Whoever was invited by this number takes such an account over: nothing of its first owner stays good in it.
create function take_over_account(invite uuid, hash text, language text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    guest record;
    whom uuid;
begin
    select i.phone, i.name into guest from invitation i
     where i.complex_id = current_complex() and i.invitation_id = invite and i.accepted_at is null
       and i.revoked_at is null and i.expires_at > scope_now();
    whom := squatted_account(guest.phone);
    if whom is null then
        return null;
    end if;
    perform set_new_password(whom, hash);
    update email_proof set used_at = scope_now() where account_id = whom and used_at is null;
    delete from recovery_code where account_id = whom;
    delete from second_factor where account_id = whom;
    update account set name = guest.name, email = null, locale = language, unproved_since = null
     where account_id = whom;
    return whom;
end $$;

-- An invitation that reached its number proves it.
create function prove_phone(invite uuid, who uuid) returns void
language sql security definer set search_path = public, pg_temp as $$
    update account a set unproved_since = null
     where a.account_id = who and a.unproved_since is not null
       and exists (select from invitation i where i.complex_id = current_complex() and i.invitation_id = invite
                      and i.phone = a.phone)
$$;

-- Which open requests of this complex come from a number that nobody proved.
create function unproved_claims() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select c.claim_id from claim c join account a using (account_id)
     where c.complex_id = current_complex() and c.decided_at is null and a.unproved_since is not null
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- An invitation is worth as much as whoever made it: it sleeps when they no longer manage the members here, until
-- somebody who does extends it.
create function manages_members(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from membership m where m.complex_id = current_complex() and m.account_id = who
                      and m.role = 'manager' and m.ended_at is null)
        or exists (select from organization_member o join complex c using (organization_id)
                    where c.complex_id = current_complex() and o.account_id = who)
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- When somebody was last here: in this complex, and in no other.

create table presence (
    complex_id uuid not null default current_complex() references complex,
    account_id uuid not null references account,
    last_seen_at timestamptz not null,
    primary key (complex_id, account_id)
);
select make_tenant_table('presence', 'select');

-- Written beside the request, at most every five minutes for one credential in one complex.
create function note_presence(kind text, hash bytea, claimed uuid, wanted_slug text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into presence as p (complex_id, account_id, last_seen_at)
    select c.complex_id, w.account_id, scope_now()
      from whose(kind, hash, claimed, scope_now()) w
      join complex c on c.slug = wanted_slug
     where exists (select from membership m where m.complex_id = c.complex_id and m.account_id = w.account_id
                      and m.ended_at is null)
    on conflict (complex_id, account_id) do update set last_seen_at = excluded.last_seen_at
     where p.last_seen_at < excluded.last_seen_at;
$$;

-- What is known so far: whoever has no role elsewhere was here whenever they were seen at all.
insert into presence (complex_id, account_id, last_seen_at)
select m.complex_id, m.account_id, max(s.last_seen_at)
  from membership m join session s using (account_id)
 where m.ended_at is null
   and not exists (select from membership o where o.account_id = m.account_id and o.complex_id <> m.complex_id)
   and not exists (select from organization_member o where o.account_id = m.account_id)
   and not exists (select from operator o where o.account_id = m.account_id)
 group by m.complex_id, m.account_id;

create or replace view member with (security_barrier) as
    select m.complex_id, m.membership_id, m.account_id, m.role, m.area_id, m.created_at, m.ended_at,
           a.name, a.phone, a.email,
           (a.password_hash is not null) as has_password,
           p.last_seen_at
      from membership m
      join account a using (account_id)
      left join presence p using (complex_id, account_id)
     where m.complex_id = current_complex();

-- ---------------------------------------------------------------------------------------------------------------
-- Complexes that are a sample say so on every page.

alter table complex add column is_sample boolean not null default false;
alter table complex disable trigger audit;
update complex c set is_sample = true
  from organization o
 where o.organization_id = c.organization_id and o.slug = 'sejahtera' and c.slug in ('melati', 'mawar')
   and exists (select from demo_load);
alter table complex enable trigger audit;

-- ---------------------------------------------------------------------------------------------------------------
-- Forgetting. SECURITY.md lists these spans for people; both functions are called every night.

create function forget_sign_ins() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today timestamptz := scope_now();
    gone bigint := 0;
    removed bigint;
begin
    delete from sign_in_event where at < today - interval '90 days';
    get diagnostics removed = row_count;
    gone := gone + removed;
    delete from session where least(coalesce(revoked_at, 'infinity'), expires_at) < today - interval '30 days';
    get diagnostics removed = row_count;
    gone := gone + removed;
    -- A used token stays until it would have expired: coming back, it ends its family.
    delete from refresh_token t using refresh_family f
     where f.family_id = t.family_id
       and (t.expires_at < today or f.revoked_at < today - interval '30 days');
    get diagnostics removed = row_count;
    gone := gone + removed;
    delete from refresh_family f
     where least(coalesce(f.revoked_at, 'infinity'), f.last_used_at) < today - interval '30 days'
       and not exists (select from refresh_token t where t.family_id = f.family_id);
    get diagnostics removed = row_count;
    gone := gone + removed;
    delete from access_token
     where least(coalesce(revoked_at, 'infinity'), coalesce(expires_at, 'infinity')) < today - interval '90 days';
    get diagnostics removed = row_count;
    gone := gone + removed;
    -- What the staff did is kept for a year.
    delete from account_reset
     where expires_at < today - case way when 'mail' then interval '30 days' else interval '365 days' end;
    get diagnostics removed = row_count;
    gone := gone + removed;
    delete from email_proof where expires_at < today - interval '30 days';
    get diagnostics removed = row_count;
    gone := gone + removed;
    delete from mail where queued_at < today - interval '90 days';
    get diagnostics removed = row_count;
    gone := gone + removed;
    delete from throttle where window_ends < today - interval '1 day';
    get diagnostics removed = row_count;
    gone := gone + removed;
    return gone;
end $$;

-- Of this complex. The trail keeps who invited or let in whom and when, without the names and numbers in it.
create function forget_invitations() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today timestamptz := scope_now();
    gone uuid[];
    links bigint;
begin
    with old_invitations as (
        delete from invitation
         where complex_id = current_complex()
           and coalesce(accepted_at, revoked_at, expires_at) < today - interval '90 days'
        returning invitation_id as id
    ), old_claims as (
        delete from claim
         where complex_id = current_complex() and decided_at < today - interval '90 days'
        returning claim_id as id
    )
    select array_agg(id) into gone from (select id from old_invitations union all select id from old_claims) as all_gone;
    update audit_entry
       set before = before - 'name' - 'phone' - 'note' - 'reason', after = after - 'name' - 'phone' - 'note' - 'reason'
     where complex_id = current_complex() and table_name in ('invitation', 'claim') and row_id = any (gone);
    delete from password_reset
     where complex_id = current_complex() and expires_at < today - interval '30 days';
    get diagnostics links = row_count;
    return coalesce(cardinality(gone), 0) + links;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Who may touch what

do $$
declare
    wanted text;
begin
    foreach wanted in array array['mail', 'mail_event', 'account_reset', 'email_proof'] loop
        execute format('alter table %I enable row level security', wanted);
        execute format('alter table %I force row level security', wanted);
        execute format('create policy owner on %I to current_user using (true)', wanted);
    end loop;
    foreach wanted in array array['mail', 'mail_event', 'account_reset'] loop
        execute format('create policy platform on %I for select to klustera_operator using (true)', wanted);
        execute format('grant select on %I to klustera_operator', wanted);
    end loop;
end $$;
create policy oneself on email_proof to klustera_app using (account_id = current_account());
grant select, insert, update (used_at) on email_proof to klustera_app;

revoke execute on function queue_mail, mail_is_due, note_mail, post_address, signed_in_from, end_every_sign_in,
    spend_resets, set_new_password, ask_account_reset, make_staff_reset, open_account_reset, finish_account_reset,
    email_to_prove, open_unproved_account, squatted_account, take_over_account, prove_phone, unproved_claims,
    manages_members, note_presence, forget_sign_ins, forget_invitations from public;
grant execute on function queue_mail, mail_is_due, note_mail, post_address, signed_in_from, ask_account_reset,
    open_account_reset, finish_account_reset, email_to_prove, open_unproved_account, squatted_account,
    take_over_account, prove_phone, unproved_claims, manages_members, note_presence, forget_sign_ins,
    forget_invitations to klustera_app;
grant execute on function make_staff_reset to klustera_operator;
