-- Connectors bring rows of existing systems in; webhooks tell others that something changed. No secret stands here: only its name.
create schema if not exists exchange;

create table exchange.connector (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{0,39}$'),
  names jsonb not null,
  kind text not null,
  -- By kind; secrets by name.
  settings jsonb not null,
  -- Lines of an allow list (ADR 0023), in their plain spelling.
  hosts text[] not null,
  register text not null,
  -- Whose rows these are.
  body integer not null references bodies.body,
  -- Code of a mapping; null: its fields have the register's names.
  mapping text,
  -- Null: only by hand.
  every_minutes integer check (every_minutes between 1 and 525600),
  stopped boolean not null default false,
  made_by text not null,
  made_at timestamptz not null,
  -- Somebody else than who wrote it last.
  approved_by text check (approved_by <> made_by),
  approved_at timestamptz,
  -- Where the next run goes on; null: from the beginning.
  cursor jsonb,
  next_run timestamptz,
  -- Runs in a row that failed: the pause grows with them.
  failures integer not null default 0,
  change_set bigint not null
);
create index connector_due on exchange.connector (next_run) where approved_by is not null and not stopped;

create table exchange.connector_run (
  id uuid primary key,
  connector text not null references exchange.connector,
  account text not null,
  -- The file it was about; null: a source that is asked.
  file text,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('stored', 'same', 'nothing', 'failed')),
  rows_read integer not null default 0,
  rows_new integer not null default 0,
  rows_changed integer not null default 0,
  rows_unchanged integer not null default 0,
  rows_wrong integer not null default 0,
  load uuid,
  change_set bigint,
  -- `room/slug` of a problem and its values; null when nothing was in the way.
  problem jsonb
);
create index connector_run_newest on exchange.connector_run (connector, started_at desc);

-- A file of a drop folder is taken once, by what is in it.
create table exchange.taken_file (
  connector text not null references exchange.connector,
  sha256 text not null,
  run uuid not null references exchange.connector_run,
  primary key (connector, sha256)
);
