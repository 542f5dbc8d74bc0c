-- A node that came back from an old backup: since when it writes again, what it gets back from whom, versions that met.
-- Where the change log stood when this process started over a database that was not in doubt: what is after it is young.
alter table exchange.fence add column since_epoch integer, add column since_position bigint;
alter table exchange.declared_loss add column since_epoch integer, add column since_position bigint;

-- How often another node has come back and asked how far it was seen: what it answered before is not applied any more.
create table exchange.provider_life (
  node text primary key,
  life integer not null default 0);
insert into exchange.provider_life (node) select distinct origin from exchange.consumed;

-- Whom a node that declared a loss asks for the rows that they hold of it, and how far it has come.
create table exchange.fetch_back (
  epoch      integer not null references exchange.declared_loss,
  node       text not null,
  state      text not null default 'waiting' check (state in ('waiting', 'done', 'given-up')),
  -- up to which row it was answered
  after      jsonb,
  restored   bigint not null default 0,
  known      bigint not null default 0,
  met        bigint not null default 0,
  refused    bigint not null default 0,
  attempts   integer not null default 0,
  failed     text,
  next_at    timestamptz not null,
  asked_at   timestamptz not null,
  settled_at timestamptz,
  primary key (epoch, node));
create index fetch_back_waiting on exchange.fetch_back (next_at) where state = 'waiting';

-- Rows that stand again, each with the version that was held of it: another node may hold an older or a newer one.
create table exchange.fetched_row (
  register text not null,
  record   uuid not null,
  version  bigint not null,
  held     bigint not null,
  primary key (register, record));

-- Where two versions of a record met: both are kept, and a person decides.
create table exchange.met_version (
  id         uuid primary key,
  register   text not null,
  record     uuid not null,
  -- home body, by code
  body       text not null,
  held_by    text not null,
  held       bigint not null,
  columns    text[] not null,
  -- the row as it was held: a line of the protocol
  line       text not null,
  -- both-changed, no-loss (nobody declared one), or why the register did not take it back: key-held, invalid
  reason     text not null check (reason in ('both-changed', 'no-loss', 'key-held', 'invalid')),
  found_at   timestamptz not null,
  choice     text check (choice in ('ours', 'theirs')),
  -- account, words and moment of the decision
  decided_by text,
  because    text,
  decided_at timestamptz,
  change_set bigint,
  unique (register, record, held));
create index met_version_open on exchange.met_version (found_at) where choice is null;
