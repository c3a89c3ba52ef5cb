-- What was owed before the complex came here is brought in once: one live opening invoice for each unit, month and
-- charge (or none), and one titipan for each unit, whose source is the unit itself.

create unique index invoice_opening_once on invoice (complex_id, unit_id, period, (snapshot ->> 'charge'))
    nulls not distinct where kind = 'opening' and voided_at is null;

create unique index credit_opening_once on credit (complex_id, unit_id) where source_id = unit_id;

-- A print of many invoices, made in the background part by part. Both tables are only added to: how far a print is, its
-- parts say.
create table invoice_print (
    complex_id uuid not null default current_complex() references complex,
    print_id uuid not null,
    -- In the order of the houses, as they were chosen.
    invoice_ids uuid[] not null,
    total integer not null check (total between 1 and 20000),
    locale text not null check (locale in ('id', 'en')),
    ordered_at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, print_id)
);

create table invoice_print_part (
    complex_id uuid not null default current_complex() references complex,
    print_id uuid not null,
    part smallint not null check (part > 0),
    invoices integer not null check (invoices > 0),
    -- The houses on its first and last page.
    first_unit text not null,
    last_unit text not null,
    -- The PDF; removed after a week.
    file_id uuid not null,
    size_bytes bigint not null,
    at timestamptz not null default scope_now(),
    primary key (complex_id, print_id, part),
    constraint invoice_print_part_print foreign key (complex_id, print_id)
        references invoice_print (complex_id, print_id)
);
create index invoice_print_part_at on invoice_print_part (complex_id, at);

select make_tenant_table('invoice_print', 'select, insert');
select make_tenant_table('invoice_print_part', 'select, insert');
