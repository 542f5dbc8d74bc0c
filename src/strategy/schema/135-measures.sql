-- Measures defined in the dictionary's words, their versions, and what each group of each body counts.
create table strategy.measure (
  code       text primary key,
  register   text not null,
  definition jsonb not null,
  version    integer not null,
  -- What it was counted by: definition, shape of the rows and, where `today()` is read, the day. Null: not counted yet.
  basis      text,
  -- Why it cannot be counted any more: `unreadable`, `too-slow`, `fails`.
  fault      text,
  sort       integer not null default 0
);
create index measure_register on strategy.measure (register);

-- Every definition that ever held, with who set it and why.
create table strategy.measure_version (
  measure    text not null references strategy.measure on delete cascade,
  version    integer not null,
  definition jsonb not null,
  reason     text not null,
  account    text not null,
  at         timestamptz not null,
  primary key (measure, version)
);

-- Sums by home body and group, kept by the follower `strategy.cells`: everything shown is made of these.
create table strategy.measure_cell (
  measure text not null references strategy.measure on delete cascade,
  body    integer not null,
  key     text[] not null,
  n       bigint not null,
  hits    bigint not null,
  valued  bigint not null,
  total   numeric not null,
  low     numeric,
  high    numeric,
  primary key (measure, body, key)
) with (fillfactor = 80);

-- The whole of each measure as it stood at the end of a day on which it moved.
create table strategy.measure_day (
  measure text not null references strategy.measure on delete cascade,
  day     date not null,
  n       bigint not null,
  hits    bigint not null,
  valued  bigint not null,
  total   numeric not null,
  low     numeric,
  high    numeric,
  primary key (measure, day)
);
