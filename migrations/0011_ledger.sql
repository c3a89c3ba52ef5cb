-- The ledger: accounts, funds, entries and postings of one complex. It knows no dues, no units and no gateway; who
-- moves money says so through post_drafts, and nothing else writes a posting.

-- ---------------------------------------------------------------------------------------------------------------
-- Chart of accounts and funds

create table fund (
    complex_id uuid not null default current_complex() references complex,
    fund_id uuid not null,
    code text not null check (length(code) between 1 and 20),
    name text not null check (length(name) between 1 and 60),
    -- 'general' is where money waits that nobody has given a purpose yet (titipan).
    purpose text check (purpose in ('general')),
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    retired_at timestamptz,
    primary key (complex_id, fund_id),
    constraint fund_code_once unique (complex_id, code)
);
create unique index fund_purpose_once on fund (complex_id, purpose) where purpose is not null;

create table ledger_account (
    complex_id uuid not null default current_complex() references complex,
    account_id uuid not null,
    code text not null check (code ~ '^[0-9]{3,8}$'),
    name text not null check (length(name) between 1 and 80),
    kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
    -- What the rooms look an account up by; a complex may rename and renumber it, but not remove it.
    purpose text check (purpose in ('cash', 'bank', 'clearing', 'dues_receivable', 'penalty_receivable', 'credit',
        'deposit', 'payable', 'tax', 'opening', 'between_funds', 'dues_income', 'penalty_income', 'other_income',
        'relief', 'bank_fee', 'other_expense')),
    -- Money itself (a cash box, a bank account): what the cash book shows.
    holds_money boolean not null default false check (kind = 'asset' or not holds_money),
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    retired_at timestamptz,
    primary key (complex_id, account_id),
    constraint ledger_account_code_once unique (complex_id, code),
    constraint ledger_account_purpose_stays check (purpose is null or retired_at is null)
);
create unique index ledger_account_purpose_once on ledger_account (complex_id, purpose) where purpose is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- Entries and postings. Append-only: a mistake is reversed by another entry.

create table journal_entry (
    complex_id uuid not null default current_complex() references complex,
    entry_id uuid not null,
    -- From the catalogue of postings: 'invoice_issued', 'payment_received' …
    kind text not null check (kind ~ '^[a-z_]{3,40}$'),
    -- The document that moved the money. One document has one entry of a kind, whatever is retried.
    source_id uuid not null,
    -- The day of the books; in an open month.
    booked_on date not null,
    -- The day the money really moved, perhaps in a month that is closed.
    value_on date not null,
    memo text not null default '' check (length(memo) <= 300),
    reverses uuid,
    recorded_at timestamptz not null default scope_now(),
    recorded_by uuid default current_account(),
    primary key (complex_id, entry_id),
    constraint journal_entry_once unique (complex_id, source_id, kind),
    constraint journal_entry_reverses foreign key (complex_id, reverses) references journal_entry (complex_id, entry_id)
);
create unique index journal_entry_reversed_once on journal_entry (complex_id, reverses) where reverses is not null;
create index journal_entry_in_order on journal_entry (complex_id, booked_on, entry_id);

create table posting (
    complex_id uuid not null default current_complex() references complex,
    entry_id uuid not null,
    line smallint not null,
    account_id uuid not null,
    fund_id uuid not null,
    -- Whose part of the account, where that matters: the unit of a receivable, the vendor of a debt.
    subject_id uuid,
    -- The entry's booked_on, so that an account's page needs one index.
    booked_on date not null,
    -- Rupiah. Debit is positive, credit negative.
    amount bigint not null check (amount <> 0),
    primary key (complex_id, entry_id, line),
    constraint posting_entry foreign key (complex_id, entry_id) references journal_entry (complex_id, entry_id),
    constraint posting_account foreign key (complex_id, account_id) references ledger_account (complex_id, account_id),
    constraint posting_fund foreign key (complex_id, fund_id) references fund (complex_id, fund_id)
);
create index posting_of_account on posting (complex_id, account_id, booked_on, entry_id) include (fund_id, amount);
create index posting_of_subject on posting (complex_id, subject_id, account_id) include (amount) where subject_id is not null;

-- ---------------------------------------------------------------------------------------------------------------
-- Closing a month. What was booked stays; the balances at its end are written down, so that ten years of books are
-- added up once.

create table closed_month (
    complex_id uuid not null default current_complex() references complex,
    month date not null check (month = date_trunc('month', month)),
    close_id uuid not null,
    closed_at timestamptz not null default scope_now(),
    closed_by uuid default current_account(),
    primary key (complex_id, month)
);
create table month_balance (
    complex_id uuid not null default current_complex() references complex,
    month date not null,
    account_id uuid not null,
    fund_id uuid not null,
    -- What was debited and credited in that month, rupiah.
    debit bigint not null check (debit >= 0),
    credit bigint not null check (credit >= 0),
    -- Everything booked up to the end of that month, debit less credit.
    balance bigint not null,
    primary key (complex_id, month, account_id, fund_id),
    constraint month_balance_month foreign key (complex_id, month) references closed_month (complex_id, month)
        on delete cascade
);
-- Months that were closed and opened again, from that month on, each time with the reason.
create table month_reopening (
    complex_id uuid not null default current_complex() references complex,
    reopening_id uuid not null,
    month date not null check (month = date_trunc('month', month)),
    reason text not null check (length(reason) between 3 and 300),
    reopened_at timestamptz not null default scope_now(),
    reopened_by uuid default current_account(),
    primary key (complex_id, reopening_id)
);

-- The first day that may still be booked on; '-infinity' while nothing is closed.
create function books_open_from() returns date language sql stable parallel safe as $$
    select coalesce((max(month) + interval '1 month')::date, '-infinity'::date)
      from closed_month where complex_id = current_complex()
$$;

-- Whoever writes into the books holds this lock with others; whoever closes a month, alone. So no entry slips into a
-- month between the moment its balances are added up and the moment it is closed.
create function books_lock() returns bigint language sql stable as $$
    select hashtextextended('books ' || current_complex()::text, 0)
$$;

-- Closes every open month up to this one, the earliest first, and answers how many those were. Gives up after five
-- seconds when a long billing run is at work (55P03).
create function close_books(through date) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
declare
    here uuid := current_complex();
    before date;
    this date;
    closed integer := 0;
begin
    perform pg_advisory_xact_lock(books_lock());
    before := (select max(c.month) from closed_month c where c.complex_id = here);
    this := coalesce(before + interval '1 month', least(through,
        (select date_trunc('month', min(e.booked_on)) from journal_entry e where e.complex_id = here)));
    while this <= through loop
        insert into closed_month (month, close_id) values (this, gen_random_uuid());
        insert into month_balance (month, account_id, fund_id, debit, credit, balance)
        select this, account_id, fund_id, sum(debit), sum(credit), sum(balance) from (
            select b.account_id, b.fund_id, 0 as debit, 0 as credit, b.balance
              from month_balance b where b.complex_id = here and b.month = before
            union all
            select p.account_id, p.fund_id, greatest(p.amount, 0), greatest(-p.amount, 0), p.amount
              from ledger_account a join posting p using (complex_id, account_id)
             where a.complex_id = here and p.booked_on >= this and p.booked_on < this + interval '1 month') parts
         group by account_id, fund_id having sum(balance) <> 0 or sum(debit) <> 0;
        before := this;
        this := this + interval '1 month';
        closed := closed + 1;
    end loop;
    return closed;
end $$;

-- Opens this month and all later ones again, and answers how many those were.
create function reopen_books(from_month date, why text) returns integer
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '5s' as $$
declare
    reopened integer;
begin
    perform pg_advisory_xact_lock(books_lock());
    delete from closed_month c where c.complex_id = current_complex() and c.month >= from_month;
    get diagnostics reopened = row_count;
    if reopened > 0 then
        insert into month_reopening (reopening_id, month, reason) values (gen_random_uuid(), from_month, why);
    end if;
    return reopened;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Numbers without gaps: INV-2026-11, KW-2026 … A block is taken at once and belongs to the transaction that took it.

create table number_series (
    complex_id uuid not null default current_complex() references complex,
    series text not null check (length(series) between 1 and 40),
    last bigint not null check (last >= 0),
    primary key (complex_id, series)
);

-- Takes `how_many` numbers of a series and answers the first of them.
create function take_numbers(wanted text, how_many bigint) returns bigint
language sql security definer set search_path = public, pg_temp as $$
    insert into number_series as s (series, last) values (wanted, how_many)
    on conflict (complex_id, series) do update set last = s.last + excluded.last
    returning s.last - how_many + 1
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- The one road into the books

create type entry_draft as (
    entry_id uuid, kind text, source_id uuid, booked_on date, value_on date, memo text, reverses uuid);
create type posting_draft as (
    entry_id uuid, line smallint, account_id uuid, fund_id uuid, subject_id uuid, amount bigint);

-- Writes entries with their postings, thousands at once where a billing run asks for it.
--   KL010  a day in a closed month        KL011  an entry whose funds do not each sum to zero
create function post_drafts(entries entry_draft[], postings posting_draft[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    open_from date;
begin
    perform pg_advisory_xact_lock_shared(books_lock());
    open_from := books_open_from();
    if exists (select from unnest(entries) e where e.booked_on < open_from) then
        raise exception 'the month is closed' using errcode = 'KL010';
    end if;
    if exists (select from unnest(postings) p group by p.entry_id, p.fund_id having sum(p.amount) <> 0) then
        raise exception 'debit and credit differ in a fund' using errcode = 'KL011';
    end if;
    insert into journal_entry (entry_id, kind, source_id, booked_on, value_on, memo, reverses)
    select e.entry_id, e.kind, e.source_id, e.booked_on, e.value_on, e.memo, e.reverses from unnest(entries) e;
    insert into posting (entry_id, line, account_id, fund_id, subject_id, booked_on, amount)
    select p.entry_id, p.line, p.account_id, p.fund_id, p.subject_id, e.booked_on, p.amount
      from unnest(postings) p join unnest(entries) e on e.entry_id = p.entry_id;
end $$;

-- Whoever finds another way in is refused at the commit.
create function entry_must_balance() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    -- No posting at all is null, which is no balance either.
    if not coalesce((select bool_and(total = 0) from (
            select sum(p.amount) as total from posting p
             where p.complex_id = new.complex_id and p.entry_id = new.entry_id group by p.fund_id) funds), false) then
        raise exception 'debit and credit differ in a fund' using errcode = 'KL011';
    end if;
    return null;
end $$;
create constraint trigger balanced after insert on journal_entry deferrable initially deferred
    for each row execute function entry_must_balance();

-- ---------------------------------------------------------------------------------------------------------------
-- What a complex begins with: the accounts and funds that an RT's treasurer would draw up, to be edited.

create function seed_ledger(wanted uuid) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into fund (complex_id, fund_id, code, name, purpose, created_by)
    select wanted, gen_random_uuid(), code, name, purpose, null from (values
        ('UMUM', 'Kas umum', 'general'), ('KEAMANAN', 'Keamanan', null), ('KEBERSIHAN', 'Kebersihan', null),
        ('AIR', 'Air', null), ('SOSIAL', 'Sosial', null), ('CADANGAN', 'Cadangan', null)) seeds (code, name, purpose)
    on conflict do nothing;
    insert into ledger_account (complex_id, account_id, code, name, kind, purpose, holds_money, created_by)
    select wanted, gen_random_uuid(), code, name, kind, purpose, holds_money, null from (values
        ('1101', 'Kas tunai', 'asset', 'cash', true),
        ('1102', 'Bank', 'asset', 'bank', true),
        ('1103', 'Pembayaran online dalam proses', 'asset', 'clearing', true),
        ('1201', 'Piutang iuran', 'asset', 'dues_receivable', false),
        ('1202', 'Piutang denda', 'asset', 'penalty_receivable', false),
        ('2101', 'Titipan warga', 'liability', 'credit', false),
        ('2102', 'Uang jaminan', 'liability', 'deposit', false),
        ('2103', 'Utang', 'liability', 'payable', false),
        ('2104', 'PPN keluaran', 'liability', 'tax', false),
        ('3101', 'Saldo awal', 'equity', 'opening', false),
        ('3102', 'Pindah antar pos dana', 'equity', 'between_funds', false),
        ('4101', 'Pendapatan iuran', 'income', 'dues_income', false),
        ('4102', 'Pendapatan denda', 'income', 'penalty_income', false),
        ('4103', 'Pendapatan lain', 'income', 'other_income', false),
        ('4201', 'Keringanan iuran dan denda', 'income', 'relief', false),
        ('5101', 'Gaji petugas', 'expense', null, false),
        ('5102', 'Kebersihan dan sampah', 'expense', null, false),
        ('5103', 'Listrik dan air umum', 'expense', null, false),
        ('5104', 'Perbaikan dan pemeliharaan', 'expense', null, false),
        ('5105', 'Biaya bank', 'expense', 'bank_fee', false),
        ('5199', 'Pengeluaran lain', 'expense', 'other_expense', false)) seeds (code, name, kind, purpose, holds_money)
    on conflict do nothing;
end $$;
create function seed_ledger_of_new_complex() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    perform seed_ledger(new.complex_id);
    return null;
end $$;
create trigger seed_ledger after insert on complex for each row execute function seed_ledger_of_new_complex();

-- ---------------------------------------------------------------------------------------------------------------
select make_tenant_table('fund', 'select, insert, update');
select make_tenant_table('ledger_account', 'select, insert, update');
select make_tenant_table('journal_entry', 'select');
select make_tenant_table('posting', 'select');
select make_tenant_table('closed_month', 'select');
select make_tenant_table('month_balance', 'select');
select make_tenant_table('month_reopening', 'select');
select make_tenant_table('number_series', 'select');
-- What a complex begins with is nobody's doing, and is written before there is a scope.
create trigger audit_new after insert on fund for each row when (new.created_by is not null)
    execute function audit('fund_id');
create trigger audit after update or delete on fund for each row execute function audit('fund_id');
create trigger audit_new after insert on ledger_account for each row when (new.created_by is not null)
    execute function audit('account_id');
create trigger audit after update or delete on ledger_account for each row execute function audit('account_id');
create trigger audit after insert or delete on closed_month for each row execute function audit('close_id');

revoke execute on function take_numbers, post_drafts, entry_must_balance, seed_ledger, seed_ledger_of_new_complex,
    books_open_from, books_lock, close_books, reopen_books from public;
grant execute on function take_numbers, post_drafts, books_open_from, close_books, reopen_books to klustera_app;

-- Entries are no audited rows, and still say who recorded them: a name is also told of whoever is a member, or looks
-- after the complex for its organisation.
create or replace function account_name(wanted uuid) returns text language sql stable security definer
    set search_path = public, pg_temp as $$
    select a.name from account a
     where a.account_id = wanted
       and (exists (select from audit_entry e where e.complex_id = current_complex() and e.account_id = wanted)
            or exists (select from membership m where m.complex_id = current_complex() and m.account_id = wanted)
            or exists (select from organization_member o join complex c using (organization_id)
                        where c.complex_id = current_complex() and o.account_id = wanted))
$$;

-- Complexes that were there before the books.
select seed_ledger(complex_id) from complex;
