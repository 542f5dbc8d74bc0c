-- Who is who over registers: golden people and their members, links that were found, pairs that wait for a person, what people decided.
-- Records themselves are never changed by any of it.

-- What linking an entity goes by: weights, known words, how frequent names are. Kept while settings and engine stay the same.
create table registers.linkage_model (
  entity text primary key,
  settings text not null,
  engine text not null,
  records integer not null,
  model jsonb not null,
  made_at timestamptz not null
);

-- A record as linkage sees it: hashes of what it is looked up by, nothing that could be read.
create table registers.linked_record (
  entity text not null,
  record_id uuid not null,
  register text not null,
  body_id integer not null,
  verified bigint,
  blocks bigint[] not null,
  primary key (entity, record_id)
);
create index linked_record_blocks on registers.linked_record using gin (blocks);

-- Pairs worth keeping, scored; `left_record` is the earlier one.
create table registers.link (
  entity text not null,
  left_record uuid not null,
  right_record uuid not null,
  pattern integer not null,
  weight double precision not null,
  -- Both hold a verified identifier, and another.
  conflict boolean not null,
  -- The guard that speaks of two people, or nothing.
  apart text,
  primary key (entity, left_record, right_record),
  check (left_record < right_record)
);
create index link_right on registers.link (entity, right_record);

-- One person, by an id that stays: of the earliest record (`anchor`).
create table registers.golden_person (
  id uuid primary key,
  entity text not null,
  anchor uuid not null,
  made_at timestamptz not null,
  -- Its records belong to this one since they were found to be the same.
  merged_into uuid,
  unique (entity, anchor)
);

create table registers.golden_member (
  entity text not null,
  record_id uuid not null,
  register text not null,
  person uuid not null,
  -- The change set since which it belongs to this person; absent when everything was linked at once.
  since bigint,
  joined_at timestamptz not null,
  primary key (entity, record_id)
);
create index golden_member_person on registers.golden_member (person);

-- Two golden people who may be one: shown by two of their records.
create table registers.duplicate (
  id uuid primary key,
  entity text not null,
  left_record uuid not null,
  left_register text not null,
  right_record uuid not null,
  right_register text not null,
  -- Home body of the later record: it answers for the pair.
  body_id integer not null,
  weight double precision not null,
  -- Why it waits; `proposed`: somebody asked.
  reason text not null,
  state text not null check (state in ('open', 'same', 'different', 'withdrawn')),
  version integer not null default 1,
  opened_at timestamptz not null,
  closed_at timestamptz
);
create unique index duplicate_pair on registers.duplicate (entity, left_record, right_record);
create index duplicate_open on registers.duplicate (body_id) where state = 'open';

-- What a person decided about two groups of records; it counts more than any score. Undone, it stays as what it was.
create table registers.duplicate_decision (
  id uuid primary key,
  seq bigint generated always as identity,
  duplicate uuid not null references registers.duplicate (id),
  entity text not null,
  outcome text not null check (outcome in ('same', 'different')),
  left_records uuid[] not null,
  right_records uuid[] not null,
  -- The people they were at the time, and who they became.
  left_person uuid not null,
  right_person uuid not null,
  result_person uuid,
  -- Two verified identifiers were seen, and it was decided all the same.
  despite_identifiers boolean not null default false,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  undone_reason text
);
create unique index duplicate_decision_standing on registers.duplicate_decision (duplicate) where undone_at is null;
create index duplicate_decision_left on registers.duplicate_decision using gin (left_records) where undone_at is null;
create index duplicate_decision_right on registers.duplicate_decision using gin (right_records) where undone_at is null;
