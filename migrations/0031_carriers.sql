-- WhatsApp as a way to people: whose contract carries it, and by which name the other side speaks of a message later.

alter table notice_delivery drop constraint notice_delivery_channel_check,
    add constraint notice_delivery_channel_check check (channel in ('app', 'email', 'whatsapp'));
alter table notice_mute drop constraint notice_mute_channel_check,
    add constraint notice_mute_channel_check check (channel in ('app', 'email', 'whatsapp'));
alter table notice_person_mute drop constraint notice_person_mute_channel_check,
    add constraint notice_person_mute_channel_check check (channel in ('app', 'email', 'whatsapp'));

-- What the carrier calls the message; none before it was taken.
alter table notice_delivery add column remote_id text check (length(remote_id) between 1 and 200);
create unique index notice_delivery_remote on notice_delivery (complex_id, channel, remote_id)
    where remote_id is not null;
-- From the moment before a message is handed to a carrier until its answer is known. Whoever finds it set does not know
-- whether the message went, and sends no second one.
alter table notice_delivery add column handed_at timestamptz;
grant update (remote_id, handed_at) on notice_delivery to klustera_app;

-- Each way has its own queue and its own pace.
drop index notice_delivery_due;
create index notice_delivery_due on notice_delivery (complex_id, channel, due_at, delivery_id) where state = 'queued';
-- What counts against the pace: every attempt, not only those that went well.
drop index notice_event_sent;
create index notice_event_attempt on notice_event (complex_id, at) where state in ('sent', 'tried', 'failed');

-- Which carrier a complex uses. Its keys are in carrier_key, sealed.
create table carrier_setting (
    complex_id uuid not null default current_complex() references complex,
    -- Subject of the signed address to which the carrier sends its news.
    setting_id uuid not null,
    carrier text not null default 'off' check (carrier in ('off', 'fonnte', 'cloud')),
    -- Meta's id of the number, and the approved template.
    phone_number_id text not null default '' check (phone_number_id ~ '^[0-9]{0,30}$'),
    template text not null default '' check (template ~ '^[a-z0-9_]*$' and length(template) <= 512),
    -- What one message costs by the contract, in whole rupiah.
    price bigint not null default 0 check (price between 0 and 100000),
    -- The channel rests until then, because the carrier refuses the setting and would refuse every message.
    rests_until timestamptz,
    rest_reason text not null default '' check (length(rest_reason) <= 300),
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id),
    constraint carrier_setting_of_cloud check (carrier <> 'cloud' or (phone_number_id <> '' and template <> ''))
);
select make_tenant_table('carrier_setting', 'select, insert, update');
create trigger audit after insert or update on carrier_setting for each row execute function audit('setting_id');

-- Tokens and secrets, sealed with the installation's secret and bound to their row; the newest of a purpose is used.
create table carrier_key (
    complex_id uuid not null default current_complex() references complex,
    key_id uuid not null,
    -- The device's token; Meta's token; Meta's app secret.
    purpose text not null check (purpose in ('fonnte_token', 'cloud_token', 'cloud_secret')),
    sealed bytea not null check (length(sealed) between 40 and 1100),
    tail text not null check (length(tail) <= 4),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, key_id)
);
create index carrier_key_newest on carrier_key (complex_id, purpose, at desc, key_id desc);
select make_tenant_table('carrier_key', 'select, insert');

-- News about a message that came before its name was known here: the carrier can be quicker than our commit.
create table carrier_parked (
    complex_id uuid not null default current_complex() references complex,
    parked_id bigint generated always as identity,
    remote_id text not null check (length(remote_id) between 1 and 200),
    step text not null check (step in ('sent', 'delivered', 'read', 'failed')),
    reason text not null default '' check (length(reason) <= 300),
    at timestamptz not null default scope_now(),
    primary key (complex_id, parked_id)
);
create index carrier_parked_remote on carrier_parked (complex_id, remote_id);
select make_tenant_table('carrier_parked', 'select, insert, delete');

-- One who says something about a message and one who names it take turns.
create function carrier_turn(remote text) returns void
language sql set search_path = public, pg_temp as $$
    select pg_advisory_xact_lock(hashtextextended('carrier ' || current_complex()::text || ' ' || remote, 0))
$$;

-- News moves a delivery forward only: services repeat themselves and keep no order. `sent` was noted when the message was
-- taken. What arrived did not fail, whatever is said afterwards; but what was given up here may still arrive.
create function delivery_moves(was text, step text) returns boolean
language sql immutable set search_path = public, pg_temp as $$
    select case step
           when 'sent' then was = 'queued'
           when 'failed' then was in ('queued', 'sent')
           when 'delivered' then was in ('queued', 'sent', 'failed')
           when 'read' then was <> 'read'
           else false end
$$;

-- What a carrier says about a message. Answers the delivery when something changed, so that the same news twice leaves
-- one event.
create function carrier_said(wanted_channel text, remote text, step text, why text) returns uuid
language plpgsql set search_path = public, pg_temp as $$
declare
    it record;
begin
    if step not in ('sent', 'delivered', 'read', 'failed') then
        raise exception 'no step: %', step using errcode = 'check_violation';
    end if;
    perform carrier_turn(remote);
    select d.delivery_id, d.state into it from notice_delivery d
     where d.complex_id = current_complex() and d.channel = wanted_channel and d.remote_id = remote for update;
    if not found then
        -- Kept for an hour and never more than a thousand, because not every carrier signs what it says.
        delete from carrier_parked p where p.complex_id = current_complex() and p.at < scope_now() - interval '1 hour';
        insert into carrier_parked (remote_id, step, reason)
        select remote, step, left(why, 300)
         where (select count(*) from carrier_parked p where p.complex_id = current_complex()) < 1000;
        return null;
    end if;
    if not delivery_moves(it.state, step) then
        return null;
    end if;
    update notice_delivery set state = step
     where complex_id = current_complex() and delivery_id = it.delivery_id;
    insert into notice_event (delivery_id, state, reason) values (it.delivery_id, step, left(why, 300));
    return it.delivery_id;
end $$;

-- The carrier took a message and calls it so; what was said about it meanwhile is said now. Answers whether it failed.
create function carrier_took(wanted uuid, wanted_channel text, remote text) returns boolean
language plpgsql set search_path = public, pg_temp as $$
declare
    it record;
begin
    perform carrier_turn(remote);
    update notice_delivery set remote_id = remote where complex_id = current_complex() and delivery_id = wanted;
    for it in select p.step, p.reason from carrier_parked p
               where p.complex_id = current_complex() and p.remote_id = remote order by p.parked_id
    loop
        perform carrier_said(wanted_channel, remote, it.step, it.reason);
    end loop;
    delete from carrier_parked p where p.complex_id = current_complex() and p.remote_id = remote;
    return exists (select from notice_delivery d
                    where d.complex_id = current_complex() and d.delivery_id = wanted and d.state = 'failed');
end $$;

-- The number of a recipient who signs in; one who has no mail address has one all the same (post_address answers for
-- those with mail only). Only of members here.
create function carrier_address(who uuid) returns table (account_name text, phone text, locale text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.name, a.phone, a.locale from account a
     where a.account_id = who and a.phone is not null and a.closed_at is null
       and exists (select from membership m
                    where m.complex_id = current_complex() and m.account_id = who and m.ended_at is null)
$$;

revoke execute on function delivery_moves, carrier_turn, carrier_said, carrier_took, carrier_address from public;
grant execute on function delivery_moves, carrier_turn, carrier_said, carrier_took, carrier_address to klustera_app;
