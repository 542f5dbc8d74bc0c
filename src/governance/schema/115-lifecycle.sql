-- How long rows are kept, what keeps them longer, and what was done when their time was over.

-- A term that somebody decided here; it stands before the profile's.
create table governance.retention_decision (
  register   text primary key references governance.register,
  term       jsonb not null,
  reason     text not null check (reason <> ''),
  decided_on date not null,
  account    text not null,
  body       integer,
  change_set bigint not null
);

-- Rows under a hold are not destroyed, whatever their term. Lifting is written down; nothing of a hold is overwritten.
create table governance.hold (
  id          uuid primary key,
  code        text unique,
  register    text not null references governance.register,
  -- Both null: every row of the register, and what was loaded for it.
  record      uuid,
  condition   text,
  reason      text not null check (reason <> ''),
  basis       text not null references governance.legal_basis,
  held_from   date not null,
  held_until  date,
  review_on   date not null,
  reviewed_on date,
  account     text not null,
  body        integer,
  lifted_on   date,
  lifted_by   text,
  lift_reason text,
  change_set  bigint not null,
  check (record is null or condition is null),
  check (held_from <= held_until),
  check ((lifted_on is null) = (lifted_by is null) and (lifted_on is null) = (lift_reason is null))
);
create index hold_register on governance.hold (register) where lifted_on is null;

-- What is past its term, proposed by one person and decided by another; then marked as gone, then destroyed.
create table governance.disposal (
  id           uuid primary key,
  register     text not null references governance.register,
  what         text not null check (what in ('records', 'loads')),
  term         jsonb not null,
  basis        text not null references governance.legal_basis,
  state        text not null default 'proposed'
    check (state in ('proposed', 'refused', 'withdrawn', 'approved', 'marked', 'destroyed')),
  proposed_by  text not null,
  proposed_at  timestamptz not null,
  -- The body that decides: data manager of the register when it was proposed.
  decides      integer not null,
  decided_by   text,
  decided_at   timestamptz,
  reason       text,
  -- Change set with which the rows were marked as gone; every follower passes it before a byte goes.
  marked_by    bigint,
  marked_at    timestamptz,
  -- No byte goes before this day: backups hold the rows until then.
  bytes_from   date,
  destroyed_at timestamptz,
  counts       jsonb not null default '{}',
  -- SHA-256 of the ids that were destroyed, sorted; audit entries that prove it.
  ids_hash     text,
  proof        text[] not null default '{}',
  archive      jsonb,
  change_set   bigint not null,
  check ((decided_by is null) = (decided_at is null)),
  check (decided_by <> proposed_by)
);
create index disposal_state on governance.disposal (state, proposed_at desc);

create table governance.disposal_item (
  disposal uuid not null references governance.disposal,
  -- Id of the record or of the load.
  item     uuid not null,
  due_on   date not null,
  -- Why it was left out after all: a hold that came later, or the row was changed and is due no longer.
  spared   text check (spared in ('held', 'not-due')),
  primary key (disposal, item)
);
create index disposal_item_item on governance.disposal_item (item);
