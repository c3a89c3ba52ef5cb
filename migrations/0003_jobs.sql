-- Jobs: work that happens after the answer, in the same database and therefore in the same transaction as its reason.
--
-- The queue itself is graphile_worker's: its schema of that name is made by `jobs::migrate`, which runs beside these
-- migrations, before or after them. Everything here that reaches into it is plpgsql, which looks names up when it runs.
-- The web's roles have no right to that schema; they have these functions.

-- The one way into the queue. `place` is null for a job of the platform. A job that waits under the same key is
-- replaced: the newest word counts, and it is done once. `due` is read as a distance from the transaction's own
-- clock, so that a process whose clock differs from the database's (a test that turns it) still waits as long as it said.
create function put_job(place uuid, task text, job jsonb, dedupe text, due timestamptz, attempts int)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    owner_of_key text := coalesce(place::text, 'platform');
begin
    return (select added.id from graphile_worker.add_job(
        identifier => task,
        payload => json_build_object('complex', place, 'due', coalesce(due, scope_now()), 'job', job),
        run_at => now() + greatest(coalesce(due, scope_now()) - scope_now(), interval '0'),
        max_attempts => attempts,
        job_key => owner_of_key || '/' || task || '/' || dedupe,
        -- A worker can be told to serve some complexes only; tests do.
        flags => array[owner_of_key]) as added);
end $$;

-- For rooms. The complex comes from the scope and from nowhere else; without a scope this fails.
create function enqueue(task text, job jsonb, dedupe text, due timestamptz, attempts int)
returns bigint language sql security definer set search_path = public, pg_temp as $$
    select put_job(current_complex(), task, job, dedupe, due, attempts)
$$;

create function enqueue_for_platform(task text, job jsonb, dedupe text, due timestamptz, attempts int)
returns bigint language sql security definer set search_path = public, pg_temp as $$
    select put_job(null, task, job, dedupe, due, attempts)
$$;

-- What ran. graphile_worker forgets a job when it is done, so the worker writes its history here.
-- A table of the platform, not of a complex: complex_id is null for the platform's own jobs.
create table job_run (
    job_run_id uuid primary key,
    complex_id uuid,
    job_id bigint not null,
    name text not null,
    attempt int not null,
    max_attempts int not null,
    -- `failed` will be tried again, `given_up` will not, `interrupted` lost its worker and will be tried again.
    outcome text not null default 'running'
        check (outcome in ('running', 'finished', 'failed', 'given_up', 'interrupted')),
    reason text,
    started_at timestamptz not null,
    finished_at timestamptz,
    took_ms int,
    check ((outcome = 'running') = (finished_at is null))
);
create index on job_run (name, job_run_id desc);
create index on job_run (complex_id, job_run_id desc);
create index on job_run (job_id) where finished_at is null;
create index on job_run (finished_at);

alter table job_run enable row level security;
alter table job_run force row level security;
create policy owner on job_run to current_user using (true);
create policy one_complex on job_run for select to klustera_app using (complex_id = current_complex());
create policy platform on job_run for select to klustera_operator using (true);
grant select on job_run to klustera_app, klustera_operator;

-- ---------------------------------------------------------------------------------------------------------------
-- Announcements: what one room tells the rooms to its right, in the transaction in which it happened.

create table announcement (
    complex_id uuid not null default current_complex() references complex,
    event_id uuid not null,
    name text not null,
    payload jsonb not null,
    announced_at timestamptz not null default scope_now(),
    primary key (complex_id, event_id)
);
create index on announcement (announced_at);
select make_tenant_table('announcement', 'select, insert');

-- Who has heard it. The key is what makes a second delivery harmless.
create table announcement_heard (
    complex_id uuid not null default current_complex() references complex,
    event_id uuid not null,
    listener text not null,
    heard_at timestamptz not null default scope_now(),
    primary key (complex_id, event_id, listener),
    foreign key (complex_id, event_id) references announcement on delete cascade
);
select make_tenant_table('announcement_heard', 'select, insert');

-- ---------------------------------------------------------------------------------------------------------------
-- The operator's window on the queue.

-- Each kind of job: what waits, what runs, what was given up, and how the last run went.
create function job_queues(at timestamptz)
returns table (name text, due bigint, later bigint, running bigint, given_up bigint, oldest_due_at timestamptz,
               last_started_at timestamptz, last_outcome text, last_took_ms int, finished_in_five_minutes bigint,
               failed_in_a_day bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with recent as (
        select r.name,
               count(*) filter (where r.outcome = 'finished' and r.finished_at > at - interval '5 minutes') as finished,
               count(*) filter (where r.outcome in ('failed', 'given_up')) as failed
          from job_run r where r.finished_at > at - interval '1 day' group by r.name
    ), waiting as (
        select t.identifier as name,
               count(*) filter (where j.is_available and j.run_at <= now()) as due,
               count(*) filter (where j.is_available and j.run_at > now()) as later,
               count(*) filter (where j.locked_at is not null) as running,
               count(*) filter (where j.locked_at is null and j.attempts >= j.max_attempts) as given_up,
               min(j.run_at) filter (where j.is_available and j.run_at <= now()) as oldest_due_at
          from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         group by t.identifier
    )
    -- Every worker notes the kinds it knows here when it starts.
    select k.identifier, coalesce(w.due, 0), coalesce(w.later, 0), coalesce(w.running, 0), coalesce(w.given_up, 0),
           w.oldest_due_at, l.started_at, l.outcome, l.took_ms, coalesce(h.finished, 0), coalesce(h.failed, 0)
      from graphile_worker._private_tasks k
      left join waiting w on w.name = k.identifier
      left join recent h on h.name = k.identifier
      left join lateral (select r.started_at, r.outcome, r.took_ms from job_run r where r.name = k.identifier
                          order by r.job_run_id desc limit 1) l on true
     order by k.identifier;
end $$;

-- Jobs that failed at least once and are still there: waiting for the next attempt, or given up.
create function job_failures(before bigint, most int)
returns table (job_id bigint, name text, complex_id uuid, complex_name text, attempts int, max_attempts int,
               next_at timestamptz, reason text, put_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select j.id, t.identifier, c.complex_id, c.name, j.attempts::int, j.max_attempts::int,
           case when j.attempts < j.max_attempts then j.run_at end,
           coalesce((select r.reason from job_run r where r.job_id = j.id and r.reason is not null
                      order by r.job_run_id desc limit 1), j.last_error),
           j.created_at
      from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      left join complex c on c.complex_id = (j.payload ->> 'complex')::uuid
     where j.last_error is not null and j.locked_at is null and (before is null or j.id < before)
     order by j.id desc limit most;
end $$;

-- Tries a failed job again, now and with all its attempts. False when it is not there or just runs.
create function retry_job(wanted bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from graphile_worker.reschedule_jobs(job_ids => array[wanted], run_at => now(), attempts => 0);
    if not found then
        return false;
    end if;
    perform pg_notify('jobs:insert', json_build_object('r', random()::text, 'count', 1)::text);
    return true;
end $$;

-- Throws a failed job away. False when it is not there or just runs.
create function discard_job(wanted bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from graphile_worker.complete_jobs(array[wanted]);
    return found;
end $$;

revoke execute on function put_job, enqueue, enqueue_for_platform, job_queues, job_failures, retry_job, discard_job
    from public;
grant execute on function enqueue, enqueue_for_platform to klustera_app;
grant execute on function enqueue_for_platform, job_queues, job_failures, retry_job, discard_job to klustera_operator;
