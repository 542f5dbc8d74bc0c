-- The change log of all rooms: what was done, numbered gap-free after the commit. See docs/adr/0007.

-- Taken before the work: local, says nothing about order, never leaves the node.
create sequence platform.change_set_id as bigint;

create table platform.change_set (
  id           bigint primary key,
  kind         text not null,
  subject      text not null,
  addressee    integer,
  release      integer,
  body         integer,
  actor        text not null,
  cause        text,
  rows_new     bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_ended   bigint not null default 0,
  members      uuid[] check (cardinality(members) <= 1000),
  begun_at     timestamptz not null,
  epoch        integer,
  position     bigint,
  stamped_at   timestamptz,
  check ((position is null) = (epoch is null) and (position is null) = (stamped_at is null)));

create unique index change_set_position on platform.change_set (epoch, position);
create index change_set_unsequenced on platform.change_set (id) where position is null;
create index change_set_subject on platform.change_set (subject, epoch, position);
create index change_set_body on platform.change_set (body, epoch, position);
create index change_set_stamped on platform.change_set (stamped_at);

-- One row a log: the lock of that row is the sequencer. No leader, and a dead process leaves nothing behind.
create table platform.log_head (
  log       text primary key,
  epoch     integer not null,
  position  bigint not null,
  opened_at timestamptz not null default now());
insert into platform.log_head (log, epoch, position) values ('change', 1, 0);

-- One row a follower: whoever holds its lock runs it.
create table platform.follower (
  name      text primary key,
  built     boolean not null default false,
  epoch     integer not null default 1,
  position  bigint not null default 0,
  attempts  integer not null default 0,
  failed    text,
  failed_at timestamptz,
  retry_at  timestamptz);
