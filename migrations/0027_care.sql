-- Complaints (keluhan): what residents report, how far it is, and until when it is promised.

create table complaint (
    complex_id uuid not null default current_complex() references complex,
    complaint_id uuid not null,
    -- What people say: K-0193. Counted within the complex.
    number integer not null check (number > 0),
    category text not null check (category in ('water', 'electricity', 'road', 'rubbish', 'security', 'building', 'other')),
    priority text not null check (priority in ('urgent', 'high', 'normal')),
    -- The house it is about; none: the commons.
    unit_id uuid,
    -- Where in the commons; empty for a house.
    place text not null default '' check (length(place) <= 80),
    words text not null default '' check (length(words) <= 2000),
    state text not null default 'received'
        check (state in ('received', 'assigned', 'working', 'waiting', 'solved', 'closed', 'rejected')),
    -- What is waited for, or why it was rejected.
    reason text not null default '' check (length(reason) <= 300),
    -- Who does it: a person or a firm, as the office calls them.
    assignee text not null default '' check (length(assignee) <= 80),
    created_at timestamptz not null default scope_now(),
    reported_by uuid not null default current_account() references account,
    responded_at timestamptz,
    solved_at timestamptz,
    closed_at timestamptz,
    -- The clock of the service level (care::clock): working minutes used until it was last stopped, and since when it
    -- runs. The due instants are written at each change of state, so that a list need not compute them.
    spent_minutes bigint not null default 0 check (spent_minutes >= 0),
    running_since timestamptz,
    respond_due timestamptz not null,
    resolve_due timestamptz,
    due_at timestamptz generated always as
        (case when responded_at is null then least(respond_due, resolve_due) else resolve_due end) stored,
    reopened integer not null default 0 check (reopened >= 0),
    rating smallint check (rating between 1 and 5),
    rating_words text not null default '' check (length(rating_words) <= 300),
    primary key (complex_id, complaint_id),
    constraint complaint_number_once unique (complex_id, number),
    constraint complaint_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint complaint_has_place check ((unit_id is null) = (place <> '')),
    constraint complaint_runs_while_open check ((running_since is not null) = (state in ('received', 'assigned', 'working')))
);
create index complaint_of_state on complaint (complex_id, state, number desc);
create index complaint_by_due on complaint (complex_id, due_at, number) where due_at is not null;
create index complaint_of_reporter on complaint (complex_id, reported_by, number desc);
create index complaint_of_commons on complaint (complex_id, number desc) where unit_id is null;
select make_tenant_table('complaint', 'select, insert, update');
create trigger audit after insert or update on complaint for each row execute function audit('complaint_id');

-- What happened to it, never changed: its moves, the replies that its reporter sees, the notes that only the office sees.
create table complaint_event (
    complex_id uuid not null default current_complex() references complex,
    event_id uuid not null,
    complaint_id uuid not null,
    kind text not null check (kind in ('filed', 'moved', 'reply', 'note', 'rated')),
    -- The state that it reached, for a move.
    state text check (state in ('received', 'assigned', 'working', 'waiting', 'solved', 'closed', 'rejected')),
    words text not null default '' check (length(words) <= 2000),
    at timestamptz not null default scope_now(),
    by_account uuid default current_account(),
    primary key (complex_id, event_id),
    constraint complaint_event_complaint foreign key (complex_id, complaint_id)
        references complaint (complex_id, complaint_id),
    constraint complaint_event_move_has_state check ((state is not null) = (kind in ('filed', 'moved')))
);
create index complaint_event_of_complaint on complaint_event (complex_id, complaint_id, event_id);
select make_tenant_table('complaint_event', 'select, insert');

create table complaint_file (
    complex_id uuid not null default current_complex() references complex,
    complaint_id uuid not null,
    file_id uuid not null,
    primary key (complex_id, complaint_id, file_id),
    constraint complaint_file_complaint foreign key (complex_id, complaint_id)
        references complaint (complex_id, complaint_id),
    constraint complaint_file_file foreign key (complex_id, file_id) references file (complex_id, file_id)
);
select make_tenant_table('complaint_file', 'select, insert');

-- "Saya juga": whom it concerns besides its reporter.
create table complaint_supporter (
    complex_id uuid not null default current_complex() references complex,
    complaint_id uuid not null,
    account_id uuid not null default current_account() references account,
    primary key (complex_id, complaint_id, account_id),
    constraint complaint_supporter_complaint foreign key (complex_id, complaint_id)
        references complaint (complex_id, complaint_id)
);
select make_tenant_table('complaint_supporter', 'select, insert, delete');
