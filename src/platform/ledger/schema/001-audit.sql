-- The audit trail: an RFC 6962 Merkle log whose leaves hold ids only. See docs/adr/0011.

insert into platform.log_head (log, epoch, position) values ('audit', 1, 0);

-- Written by whoever acts, in any order, and durable with the act; the sequencer moves it into the log within moments.
create table platform.audit_pending (
  n       bigint generated always as identity primary key, -- only so that what one process wrote stays in its order
  id      uuid not null,
  leaf    text not null,
  records uuid[] not null default '{}');

-- The log. `leaf` is what was hashed; the other columns are drawn from it, for reading and filtering.
create table platform.audit_entry (
  epoch    integer not null,
  position bigint not null,
  id       uuid not null,
  at       timestamptz not null,
  action   text not null,
  actor    text not null,
  body     integer,
  purpose  text,
  subject  text not null,
  allowed  boolean not null,
  rule     text not null,
  counts   jsonb not null,
  records  integer not null,
  leaf     text not null,
  primary key (epoch, position));
create unique index audit_entry_id on platform.audit_entry (id);
create index audit_entry_at on platform.audit_entry (at);
create index audit_entry_actor on platform.audit_entry (actor, epoch, position);
create index audit_entry_body on platform.audit_entry (body, epoch, position);
create index audit_entry_subject on platform.audit_entry (subject, epoch, position);
create index audit_entry_action on platform.audit_entry (action, epoch, position);
create index audit_entry_refused on platform.audit_entry (epoch, position) where not allowed;

create function platform.refuse_change() returns trigger language plpgsql as $$
begin raise exception 'the audit trail is append-only'; end $$;
create trigger audit_entry_append_only before update or delete or truncate on platform.audit_entry
  for each statement execute function platform.refuse_change();

-- Which records an entry was about: the person's window.
create table platform.audit_record (
  record   uuid not null,
  epoch    integer not null,
  position bigint not null,
  primary key (record, epoch, position));
create index audit_record_entry on platform.audit_record (epoch, position);

-- What is personal or telling, encrypted under the key of whom it is about.
create table platform.audit_detail (
  entry         uuid primary key,
  protected_for text not null,
  sealed        bytea not null);
alter table platform.audit_detail alter column sealed set storage external; -- ciphertext does not compress

-- One key a person or record, wrapped by the node's master key. Erasure empties `wrapped`, and keeps the name.
create table platform.subject_key (
  name         text primary key,
  wrapped      bytea,
  made_at      timestamptz not null,
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null)));

-- The tree as tiles of 256 hashes (C2SP tlog-tiles): level 0 holds leaf hashes, level 1 the roots of 256 of them, …
create table platform.audit_tile (
  epoch  integer not null,
  level  integer not null,
  idx    bigint not null,
  hashes bytea not null,
  primary key (epoch, level, idx));
alter table platform.audit_tile alter column hashes set storage external;

create table platform.audit_checkpoint (
  epoch     integer not null,
  size      bigint not null,
  root      bytea not null,
  note      text not null,
  signed_at timestamptz not null,
  primary key (epoch, size));

-- Which keys this log belongs to: a process with other keys refuses to start on it.
create table platform.audit_identity (
  one        boolean primary key default true check (one),
  node       text not null,
  public_key bytea not null,
  master_check bytea not null);
