-- Charters of the ecosystem's root, each as its guardians signed it: they say which keys of the root may sign the registry.
create table exchange.charter (
  version integer primary key check (version > 0),
  note text not null,
  accepted_at timestamptz not null
);

-- The next one while its signatures are gathered; at the root only, one at a time.
create table exchange.charter_proposal (
  only_one boolean primary key default true check (only_one),
  note text not null,
  proposed_by text not null,
  proposed_at timestamptz not null
);
