-- What the mail service says about letters, and the words in which a complex says its notices.

-- News about a letter, by the delivery that went with it. Answers whether anything changed.
create function letter_said(wanted uuid, step text, why text) returns boolean
language plpgsql set search_path = public, pg_temp as $$
declare
    was text;
begin
    select d.state into was from notice_delivery d
     where d.complex_id = current_complex() and d.delivery_id = wanted and d.channel = 'email' for update;
    if not found or not delivery_moves(was, step) then
        return false;
    end if;
    update notice_delivery set state = step where complex_id = current_complex() and delivery_id = wanted;
    insert into notice_event (delivery_id, state, reason) values (wanted, step, left(why, 300));
    return true;
end $$;
revoke execute on function letter_said from public;
grant execute on function letter_said to klustera_app;

-- A complex's own words for an occasion, in one language; without a row the house's words are used.
create table notice_template (
    complex_id uuid not null default current_complex() references complex,
    occasion text not null check (length(occasion) between 3 and 40),
    locale text not null check (locale in ('id', 'en')),
    template_id uuid not null,
    title text not null check (length(title) between 1 and 200),
    body text not null check (length(body) between 1 and 1000),
    updated_at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, occasion, locale)
);
select make_tenant_table('notice_template', 'select, insert, update, delete');
create trigger audit after insert or update or delete on notice_template
    for each row execute function audit('template_id');
