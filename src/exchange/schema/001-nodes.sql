-- The nodes of the ecosystem as the newest registry document says, those that ask to join, and what was heard of each.

create schema if not exists exchange;

-- One row: the newest document, kept whole so that it can be shown and handed on as it was signed.
create table exchange.registry (
  only_one boolean primary key default true check (only_one),
  root text not null,
  version bigint not null check (version > 0),
  note text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  received_at timestamptz not null
);

create table exchange.node (
  name text primary key,
  address text,
  level text,
  parent text,
  -- Codes of the bodies whose home it is, with everything below them that no other node has.
  bodies text[] not null default '{}',
  state text not null check (state in ('asked', 'approved', 'refused', 'retired')),
  since timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  reason text,
  -- Who signed the entry, with which key, when: what makes it checkable in the document.
  signed jsonb
);
create index on exchange.node using gin (bodies);

create table exchange.node_key (
  node text not null references exchange.node,
  verifier_key text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null check (valid_to > valid_from),
  revoked_at timestamptz,
  -- By which earlier key of the node it was introduced; null for its first.
  endorsed jsonb,
  primary key (node, verifier_key)
);

-- What this node itself saw of the others: nobody signs it, and it goes to nobody.
create table exchange.node_contact (
  node text primary key,
  heard_at timestamptz,
  failed_at timestamptz,
  failure text,
  -- How far its clock is ahead of ours.
  skew_ms integer,
  round_trip_ms integer,
  registry_version bigint
);

-- Calls seen, so that none counts twice; they are forgotten when they would be too old anyway.
create table exchange.node_call (
  call text primary key,
  until timestamptz not null
);
create index on exchange.node_call (until);
