-- What the office set aside when it booked for a house: staff may, and leave a trace.
--
-- Written once, never changed: who, when and why stands here beside the booking itself. The constraints of 0026 are not
-- set aside by anybody: a place is not given away twice, and a house takes one place at a time.

create table booking_override (
    complex_id uuid not null default current_complex() references complex,
    booking_id uuid not null,
    -- notice: nearer than the minimum; limits: more than a house may have, or whatever else keeps it from booking.
    set_aside text[] not null check (cardinality(set_aside) > 0 and set_aside <@ array['notice', 'limits']),
    reason text not null check (length(reason) between 2 and 300),
    by_account uuid default current_account(),
    created_at timestamptz not null default scope_now(),
    primary key (complex_id, booking_id),
    constraint booking_override_booking foreign key (complex_id, booking_id) references booking (complex_id, booking_id)
);
select make_tenant_table('booking_override', 'select, insert');

-- The secret address at which somebody's telephone reads the bookings of their houses. Taking it back is a row's state, so
-- that an old address says that it is gone for good; a new one is another row.
create table facility_feed (
    complex_id uuid not null default current_complex() references complex,
    feed_id uuid not null,
    account_id uuid not null default current_account(),
    created_at timestamptz not null default scope_now(),
    revoked_at timestamptz,
    primary key (complex_id, feed_id)
);
create unique index facility_feed_once on facility_feed (complex_id, account_id) where revoked_at is null;
select make_tenant_table('facility_feed', 'select, insert, update');
create trigger audit after insert or update on facility_feed for each row execute function audit('feed_id');
