-- The person's window. Whether it is open is a decision, kept for good; the newest that has begun counts.
create table exchange.window_decision (
  id         uuid primary key,
  open       boolean not null,
  number     text not null,
  reason     jsonb not null,
  citation   text,
  -- null: all registers
  registers  text[],
  from_day   date not null,
  account    text not null,
  body       integer,
  decided_at timestamptz not null,
  origin     text not null default 'hand' check (origin in ('profile', 'hand')),
  change_set bigint not null);
create index window_decision_day on exchange.window_decision (from_day desc, decided_at desc);

-- Which person an account is: only she sees her own window without anybody's help.
create table exchange.window_person (
  account    text primary key,
  person     text not null,
  linked_at  timestamptz not null,
  linked_by  text not null);
create unique index window_person_person on exchange.window_person (person);

-- Reads at other nodes: told by the node that read (change_set), heard by the node that is home of the record (null).
create table exchange.read_told (
  entry      uuid not null,
  record     uuid not null,
  register   text not null,
  -- code of the body that read
  reader     text not null,
  post       text,
  -- home body of the record
  home       integer not null references bodies.body,
  at         timestamptz not null,
  action     text not null,
  fields     text[],
  purpose    text,
  change_set bigint,
  primary key (entry, record));
create index read_told_record on exchange.read_told (record) where change_set is null;
create index read_told_change_set on exchange.read_told (change_set) where change_set is not null;
