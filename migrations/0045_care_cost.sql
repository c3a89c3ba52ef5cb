-- Complaints from a phone that was offline, chargeable work, and the developer's warranty.

-- The key of the form that it came with: what is sent twice is filed once.
alter table complaint add column sent_key uuid;
create unique index complaint_sent_once on complaint (complex_id, reported_by, sent_key) where sent_key is not null;

-- Chargeable work: what it will cost, in versions of which the newest counts; nothing of it changes once it was said.
create table complaint_estimate (
    complex_id uuid not null default current_complex() references complex,
    estimate_id uuid not null,
    complaint_id uuid not null,
    -- The first, the second … of its complaint.
    version smallint not null check (version > 0),
    -- Rupiah; zero: it costs nothing, and nobody has to agree.
    total bigint not null check (total between 0 and 1000000000),
    note text not null default '' check (length(note) <= 300),
    at timestamptz not null default scope_now(),
    by_account uuid default current_account(),
    primary key (complex_id, estimate_id),
    constraint complaint_estimate_version_once unique (complex_id, complaint_id, version),
    constraint complaint_estimate_complaint foreign key (complex_id, complaint_id)
        references complaint (complex_id, complaint_id)
);
select make_tenant_table('complaint_estimate', 'select, insert');

create table complaint_estimate_line (
    complex_id uuid not null default current_complex() references complex,
    estimate_id uuid not null,
    line smallint not null check (line > 0),
    description text not null check (length(description) between 1 and 120),
    quantity numeric(8, 2) not null check (quantity > 0),
    -- Rupiah for one.
    rate bigint not null check (rate > 0),
    -- Rupiah: quantity times rate, rounded once.
    amount bigint not null check (amount > 0 and amount = round(quantity * rate)),
    primary key (complex_id, estimate_id, line),
    constraint complaint_estimate_line_estimate foreign key (complex_id, estimate_id)
        references complaint_estimate (complex_id, estimate_id)
);
select make_tenant_table('complaint_estimate_line', 'select, insert');

-- What the resident says to it, once.
create table complaint_estimate_answer (
    complex_id uuid not null default current_complex() references complex,
    estimate_id uuid not null,
    agreed boolean not null,
    -- Who said it, as the name stood then; by telephone the office writes it down.
    name text not null check (length(name) between 1 and 120),
    words text not null default '' check (length(words) <= 300),
    at timestamptz not null default scope_now(),
    by_account uuid default current_account(),
    primary key (complex_id, estimate_id),
    constraint complaint_estimate_answer_estimate foreign key (complex_id, estimate_id)
        references complaint_estimate (complex_id, estimate_id)
);
select make_tenant_table('complaint_estimate_answer', 'select, insert');

-- The invoice that an agreed estimate became: one, however often its complaint is solved.
create table complaint_invoice (
    complex_id uuid not null default current_complex() references complex,
    estimate_id uuid not null,
    invoice_id uuid not null,
    number text not null,
    at timestamptz not null default scope_now(),
    primary key (complex_id, estimate_id),
    constraint complaint_invoice_estimate foreign key (complex_id, estimate_id)
        references complaint_estimate (complex_id, estimate_id),
    constraint complaint_invoice_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id)
);
select make_tenant_table('complaint_invoice', 'select, insert');

-- The developer's warranty: for so many months from the handover of a house, complaints of a category are the developer's,
-- within so many days.
create table warranty_term (
    complex_id uuid not null default current_complex() references complex,
    term_id uuid not null,
    name text not null check (length(name) between 1 and 60),
    -- Of complaints, by its code.
    category text not null check (length(category) between 1 and 20),
    months smallint not null check (months between 1 and 360),
    -- Days in which such a complaint is to be solved.
    target_days smallint not null check (target_days between 1 and 365),
    primary key (complex_id, term_id)
);
create unique index warranty_term_name_once on warranty_term (complex_id, lower(name));
select make_tenant_table('warranty_term');
create trigger audit after insert or update or delete on warranty_term for each row execute function audit('term_id');

-- A complaint about a house within a term, as the term stood when it was reported.
create table complaint_warranty (
    complex_id uuid not null default current_complex() references complex,
    complaint_id uuid not null,
    term text not null check (length(term) between 1 and 60),
    handed_over_on date not null,
    -- The last day of the warranty.
    until_on date not null,
    reported_on date not null,
    due_on date not null,
    -- Why it is not under warranty after all; empty: it is.
    refused text not null default '' check (length(refused) <= 300),
    primary key (complex_id, complaint_id),
    constraint complaint_warranty_complaint foreign key (complex_id, complaint_id)
        references complaint (complex_id, complaint_id),
    constraint complaint_warranty_in_term check (reported_on between handed_over_on and until_on)
);
create index complaint_warranty_due on complaint_warranty (complex_id, due_on, complaint_id) where refused = '';
select make_tenant_table('complaint_warranty', 'select, insert, update');
create trigger audit after insert or update on complaint_warranty for each row execute function audit('complaint_id');
