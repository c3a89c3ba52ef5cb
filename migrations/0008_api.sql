-- API: a request that was sent twice is done once.

-- What an Idempotency-Key was used for, and the answer that a repeat gets again. Answers hold what the complex's own
-- people may read, so neither the group's nor the platform's role reads them.
create table idempotency_key (
    complex_id uuid not null default current_complex() references complex,
    account_id uuid not null default current_account() references account,
    key text not null check (length(key) between 1 and 255),
    -- Of method, path and body: another request with the same key is a mistake of the sender.
    request_hash bytea not null,
    created_at timestamptz not null default scope_now(),
    -- Null while the first request is at work, in its own transaction.
    status int check (status between 200 and 599),
    location text,
    body text,
    primary key (complex_id, account_id, key)
);
create index on idempotency_key (created_at);
select make_tenant_table('idempotency_key');
revoke select on idempotency_key from klustera_group, klustera_operator;

-- Claims a key for the transaction of the caller, before any work. `fresh`: go on; `done`: here is the first answer;
-- `busy`: the first is still at work; `reused`: the key belongs to another request.
create function claim_idempotency_key(wanted_key text, wanted_hash bytea)
returns table (outcome text, status int, location text, body text) language plpgsql as $$
#variable_conflict use_column
begin
    -- Nobody waits for the first request: the lock ends with its transaction, whichever way that ends.
    if not pg_try_advisory_xact_lock(hashtextextended(
            concat_ws('/', 'idempotency', current_complex(), current_account(), wanted_key), 0)) then
        return query select 'busy', null::int, null::text, null::text;
        return;
    end if;
    delete from idempotency_key k
     where k.account_id = current_account() and k.key = wanted_key and k.created_at <= scope_now() - interval '48 hours';
    insert into idempotency_key (key, request_hash) values (wanted_key, wanted_hash) on conflict do nothing;
    if found then
        return query select 'fresh', null::int, null::text, null::text;
        return;
    end if;
    return query
    select case when k.request_hash <> wanted_hash then 'reused' when k.status is null then 'busy' else 'done' end,
           k.status, k.location, k.body
      from idempotency_key k where k.account_id = current_account() and k.key = wanted_key;
end $$;

-- Answers are kept for two days, then forgotten in all complexes; a job of the platform calls this.
create function forget_idempotency_keys() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare forgotten bigint;
begin
    delete from idempotency_key where created_at <= scope_now() - interval '48 hours';
    get diagnostics forgotten = row_count;
    return forgotten;
end $$;

revoke execute on function claim_idempotency_key, forget_idempotency_keys from public;
grant execute on function claim_idempotency_key, forget_idempotency_keys to klustera_app;
grant execute on function forget_idempotency_keys to klustera_operator;
