-- Files: what is known about them. Their contents lie in the file store, under complex and file id; a row without
-- content is a lost file, content without a row is litter that the night clears away.

create table file (
    complex_id uuid not null default current_complex() references complex,
    file_id uuid not null,
    -- Which room keeps it and for what, such as complaint_photo.
    purpose text not null check (purpose ~ '^[a-z][a-z_]{1,39}$'),
    -- As the uploader called it, without folders; shown and offered on download, never part of a path.
    name text not null check (length(name) <= 120),
    media_type text not null,
    size_bytes bigint not null check (size_bytes > 0),
    thumbnail_bytes bigint not null default 0 check (thumbnail_bytes >= 0),
    sha256 bytea not null check (length(sha256) = 32),
    width int check (width > 0),
    height int check (height > 0),
    created_by uuid default current_account(),
    created_at timestamptz not null default scope_now(),
    -- Null while a form is being filled in: what nobody attaches within a day is cleared away.
    attached_at timestamptz,
    -- Removed files are out of sight at once; their content goes after 30 days, their row stays as the trace.
    removed_at timestamptz,
    erased_at timestamptz,
    primary key (complex_id, file_id),
    check ((width is null) = (height is null)),
    check (erased_at is null or removed_at is not null)
);
create index on file (complex_id, created_at) where attached_at is null and erased_at is null;
create index on file (complex_id, removed_at) where removed_at is not null and erased_at is null;

select make_tenant_table('file', 'select, insert, update (name, attached_at, removed_at, erased_at)');
create trigger audit after update on file for each row execute function audit('file_id');
