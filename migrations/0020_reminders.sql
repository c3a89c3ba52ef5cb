-- Reminders: whom somebody set out to remind of what, and which of them were sent. People send them by their own hand
-- (a chat that opens with the words); the list keeps the figures, and the words are made of them when it is read.

create table reminder_round (
    complex_id uuid not null default current_complex() references complex,
    round_id uuid not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, round_id)
);

create table reminder (
    complex_id uuid not null default current_complex() references complex,
    reminder_id uuid not null,
    round_id uuid not null,
    unit_id uuid not null,
    -- The newest invoice that was late then; whoever got it is reminded.
    invoice_id uuid not null,
    payer_name text not null,
    -- What was late then, rupiah, since when, and the months it was for.
    amount bigint not null check (amount > 0),
    since date not null,
    first_month date not null,
    last_month date not null,
    months smallint not null check (months > 0),
    primary key (complex_id, reminder_id),
    constraint reminder_once unique (complex_id, round_id, unit_id),
    constraint reminder_round_of foreign key (complex_id, round_id) references reminder_round (complex_id, round_id),
    constraint reminder_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint reminder_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id)
);
create index reminder_of_unit on reminder (complex_id, unit_id, reminder_id);

-- Ticked off by whoever sent it; taking the tick away is written down.
create table reminder_sent (
    complex_id uuid not null default current_complex() references complex,
    reminder_id uuid not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, reminder_id),
    constraint reminder_sent_of foreign key (complex_id, reminder_id) references reminder (complex_id, reminder_id)
);

select make_tenant_table('reminder_round', 'select, insert');
select make_tenant_table('reminder', 'select, insert');
select make_tenant_table('reminder_sent', 'select, insert, delete');
create trigger audit after delete on reminder_sent for each row execute function audit('reminder_id');

-- What was paid back, by day.
create index payment_refund_by_day on payment_refund (complex_id, refunded_on desc, refund_id desc);
