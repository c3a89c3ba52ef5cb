-- Web push: the browsers in which an account reads its notices although no page is open.

alter table notice_delivery drop constraint notice_delivery_channel_check,
    add constraint notice_delivery_channel_check check (channel in ('app', 'email', 'whatsapp', 'push')),
    add constraint notice_delivery_push_of_account check (channel <> 'push' or account_id is not null);
alter table notice_mute drop constraint notice_mute_channel_check,
    add constraint notice_mute_channel_check check (channel in ('app', 'email', 'whatsapp', 'push'));

-- A browser belongs to an account, not to a complex. Endpoint and keys come from the browser; whoever knows them can
-- write to it, so only its owner's pages and the worker with a delivery in its hand ever see them.
create table push_browser (
    browser_id uuid primary key,
    account_id uuid not null default current_account() references account,
    endpoint text not null unique check (length(endpoint) between 12 and 1000 and endpoint ~ '^https?://'),
    -- The browser's point on P-256 and its secret (RFC 8291).
    p256dh bytea not null check (length(p256dh) = 65),
    auth bytea not null check (length(auth) = 16),
    user_agent text not null default '' check (length(user_agent) <= 300),
    created_at timestamptz not null default scope_now(),
    -- When its push service last took a message; none yet.
    used_at timestamptz
);
create index push_browser_of_account on push_browser (account_id, created_at);
alter table push_browser enable row level security;
alter table push_browser force row level security;
create policy owner on push_browser to current_user using (true);
create policy oneself on push_browser to klustera_app using (account_id = current_account());
grant select, delete on push_browser to klustera_app;

-- Keeps the browser that the caller sits at. A browser has one subscription, whoever is signed in: who shows its secret
-- takes it over from whoever used it before. The oldest beyond ten goes. False: it is somebody else's.
create function keep_push_browser(new_id uuid, at_endpoint text, point bytea, secret bytea, agent text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    me uuid := current_account();
begin
    if me is null then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('push_browser ' || me::text, 0));
    delete from push_browser b where b.endpoint = at_endpoint and b.account_id <> me and b.auth = secret;
    insert into push_browser (browser_id, account_id, endpoint, p256dh, auth, user_agent)
    values (new_id, me, at_endpoint, point, secret, left(agent, 300))
    on conflict (endpoint) do update
       set p256dh = excluded.p256dh, auth = excluded.auth, user_agent = excluded.user_agent
     where push_browser.account_id = me;
    if not found then
        return false;
    end if;
    delete from push_browser b
     where b.browser_id in (select o.browser_id from push_browser o where o.account_id = me
                             order by o.created_at desc, o.browser_id desc offset 10);
    return true;
end $$;

-- Of these accounts, the members here that have a browser.
create function push_reached(whom uuid[]) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct b.account_id from push_browser b
     where b.account_id = any (whom)
       and exists (select from membership m where m.complex_id = current_complex() and m.account_id = b.account_id
                                              and m.ended_at is null)
$$;

-- The browsers to which a delivery of this complex goes; none when its recipient is no member any more.
create function push_browsers_of(wanted uuid) returns table (browser_id uuid, endpoint text, p256dh bytea, auth bytea)
language sql stable security definer set search_path = public, pg_temp as $$
    select b.browser_id, b.endpoint, b.p256dh, b.auth
      from notice_delivery d
      join account a on a.account_id = d.account_id and a.closed_at is null
      join push_browser b on b.account_id = d.account_id
     where d.complex_id = current_complex() and d.delivery_id = wanted and d.channel = 'push' and d.state = 'queued'
       and exists (select from membership m where m.complex_id = current_complex() and m.account_id = d.account_id
                                              and m.ended_at is null)
     order by b.created_at, b.browser_id
$$;

-- What its push service said of a browser of a delivery's recipient: it took the message, or there is no such browser.
create function push_said(wanted uuid, which uuid, is_gone boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whose uuid;
begin
    select d.account_id into whose from notice_delivery d
     where d.complex_id = current_complex() and d.delivery_id = wanted and d.channel = 'push';
    if is_gone then
        delete from push_browser b where b.browser_id = which and b.account_id = whose;
    else
        update push_browser b set used_at = scope_now() where b.browser_id = which and b.account_id = whose;
    end if;
end $$;

-- A closed account keeps no browser.
create function forget_push_browsers() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from push_browser b where b.account_id = new.account_id;
    return null;
end $$;
create trigger forget_push_browsers after update of closed_at on account for each row
    when (new.closed_at is not null) execute function forget_push_browsers();

revoke execute on function keep_push_browser, push_reached, push_browsers_of, push_said, forget_push_browsers from public;
grant execute on function keep_push_browser, push_reached, push_browsers_of, push_said to klustera_app;
