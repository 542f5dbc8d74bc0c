-- Loads and findings. The rows of registers lie in the schemas data and history, made from the plans.
create schema if not exists records;
create schema if not exists data;
create schema if not exists history;

-- What was made in data and history, for which register and from which plan.
create table records.table_state (
  entity     text primary key,
  register   text not null unique,
  release    integer not null,
  created_at timestamptz not null,
  changed_at timestamptz not null);

create table records.load (
  id           uuid primary key,
  register     text not null,
  entity       text not null,
  release      integer not null,
  body         integer not null,
  account      text not null,
  state        text not null check (state in ('uploaded', 'matched', 'checked', 'committed', 'undone', 'expired', 'failed')),
  upload       uuid,
  file_name    text,
  columns      jsonb not null,
  -- name of the unlogged table in this schema; null when there is none (any more)
  stage        text,
  rows_read    bigint not null default 0,
  ready        bigint not null default 0,
  wrong        bigint not null default 0,
  rows_new     bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_unchanged bigint not null default 0,
  findings     jsonb not null default '{}',
  warnings     jsonb not null default '{}',
  notes        jsonb not null default '{}',
  extra        jsonb not null default '{}',
  change_set   bigint,
  undone_by    bigint,
  created_at   timestamptz not null,
  checked_at   timestamptz,
  committed_at timestamptz,
  undone_at    timestamptz,
  expires_at   timestamptz not null);
create index load_register on records.load (register, created_at desc, id desc);
create unique index load_change_set on records.load (change_set) where change_set is not null;
create index load_open on records.load (expires_at) where state in ('uploaded', 'matched', 'checked');

create table records.finding (
  load       uuid not null references records.load on delete cascade,
  -- made when staged rows were compared, not while the file was read: made anew at every check
  at_check   boolean not null,
  row_no     bigint not null,
  n          bigint generated always as identity,
  field      text,
  kind       text not null,
  rule       text not null,
  catalogue  text not null,
  severity   text not null check (severity in ('error', 'warning', 'note')),
  value      text,
  params     jsonb not null default '{}',
  suggestion text,
  -- codes it may stand for; what a comparison chose makes the error a note
  candidates text[],
  settled    text,
  primary key (load, row_no, n));

-- A change that was undone, and by which.
create table records.undone (
  change_set bigint primary key,
  undone_by  bigint not null,
  undone_at  timestamptz not null);
