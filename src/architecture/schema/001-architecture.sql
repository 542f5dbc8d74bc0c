-- The inventory: systems, what they hold, and what passes between them.
create schema architecture;

create table architecture.system (
  code text primary key,
  names jsonb not null,
  description jsonb,
  -- body that answers for it; null when it stands outside the tree
  body integer,
  body_names jsonb,
  layer text,
  state text not null check (state in ('running', 'planned', 'retiring', 'retired')),
  kind text not null,
  note jsonb
);

create table architecture.data_set (
  code text primary key,
  system text not null references architecture.system,
  names jsonb not null,
  -- the register of this node that it is, when it is one
  register text,
  entity text,
  layer text not null,
  records bigint,
  note jsonb
);

create table architecture.flow (
  code text primary key,
  names jsonb not null,
  from_data_set text not null references architecture.data_set,
  to_system text not null references architecture.system,
  mode text not null check (mode in ('api', 'feed', 'file', 'manual')),
  -- through the platform, or past it: a direct link needs a reason and an end
  route text not null check (route in ('platform', 'direct')),
  agreement text,
  basis text,
  reason jsonb,
  ends date,
  check (route = 'platform' or (reason is not null and ends is not null))
);
