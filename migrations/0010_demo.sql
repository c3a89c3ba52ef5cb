-- Whether the sample complexes were loaded. A start that was killed in between goes on where it stopped: each step of
-- the loading may run twice. The owner alone reads and writes this.
create table demo_load (
    only_one boolean primary key default true check (only_one),
    began_at timestamptz not null default now(),
    finished_at timestamptz
);
