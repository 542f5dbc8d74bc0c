-- What was disposed of here and had been given out: an order to each body that received it, and what came of it there.
create table governance.disposal_order (
  id          uuid primary key,
  disposal    uuid not null references governance.disposal,
  -- Home of the rows: who orders.
  giver       integer not null,
  consumer    integer not null,
  agreement   text not null,
  -- How they were received: by a feed, or read over the API or as a file.
  way         text not null check (way in ('feed', 'read')),
  records     uuid[] not null check (cardinality(records) between 1 and 1000),
  due_on      date not null,
  ordered_at  timestamptz not null,
  -- 0: the order itself; each reminder is told again.
  reminded    integer not null default 0,
  reminded_on date,
  state       text not null default 'sent' check (state in ('sent', 'not-taken', 'done', 'refused')),
  -- The consumer's word: destroyed, none, declared or refused.
  outcome     text check (outcome in ('destroyed', 'none', 'declared', 'refused')),
  answered_at timestamptz,
  counts      jsonb not null default '{}',
  reason      text,
  basis       jsonb,
  statement   text,
  proof       jsonb,
  -- The change with which it was told last.
  change_set  bigint not null,
  check ((outcome is null) = (answered_at is null)),
  check ((state in ('done', 'refused')) = (outcome is not null)),
  check (outcome <> 'refused' or reason is not null)
);
create index disposal_order_disposal on governance.disposal_order (disposal);
create index disposal_order_open on governance.disposal_order (due_on) where state = 'sent';
create index disposal_order_change on governance.disposal_order (change_set);

-- Where this node received rows: what it was ordered to dispose of, and what was decided here.
create table governance.received_order (
  id            uuid primary key,
  -- Name of the node that orders; null: this one, for a body of its own.
  origin        text,
  disposal      uuid not null,
  register      text not null references governance.register,
  giver         integer not null,
  consumer      integer not null,
  agreement     text not null,
  way           text not null check (way in ('feed', 'read')),
  term          jsonb not null,
  basis         text not null references governance.legal_basis,
  records       uuid[] not null check (cardinality(records) between 1 and 1000),
  -- Of these, how many this node held when the order came.
  held          integer not null,
  due_on        date not null,
  received_at   timestamptz not null,
  reminded      integer not null default 0,
  state         text not null default 'received' check (state in ('received', 'accepted', 'done', 'refused')),
  decided_by    text,
  decided_at    timestamptz,
  reason        text,
  refusal_basis text references governance.legal_basis,
  -- What became of copies outside this node.
  statement     text,
  outcome       text check (outcome in ('destroyed', 'none', 'declared', 'refused')),
  counts        jsonb not null default '{}',
  proof         jsonb,
  answered_at   timestamptz,
  -- The change with which it was answered.
  answer_change bigint,
  change_set    bigint not null,
  check ((decided_by is null) = (state = 'received')),
  check ((state in ('done', 'refused')) = (outcome is not null)),
  check (state <> 'refused' or (reason is not null and refusal_basis is not null))
);
create index received_order_state on governance.received_order (state, due_on);
create index received_order_answer on governance.received_order (answer_change);

-- A disposal that carries out an order: its rows are somebody else's copies, and no term of this node is asked.
alter table governance.disposal add column ordered_by uuid references governance.received_order;
