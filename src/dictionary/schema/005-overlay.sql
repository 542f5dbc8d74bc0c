-- What a node says on top of the releases it follows: every version of it is kept, and what holds on which release.
create table dictionary.overlay (
  version integer primary key check (version > 0),
  content jsonb not null,
  entries integer not null,
  reason text not null,
  made_by text not null,
  body integer,
  made_at timestamptz not null,
  change_set bigint not null
);
create trigger overlay_is_immutable before update or delete on dictionary.overlay
  for each row execute function dictionary.refuse_change();

-- The release as it holds here, with the entries that could not stand on it. A table is made for one of these.
create table dictionary.effective (
  release integer not null references dictionary.release,
  overlay integer not null references dictionary.overlay,
  edition text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  plan json not null,
  applied integer not null,
  clashes jsonb not null,
  made_at timestamptz not null,
  primary key (release, overlay)
);
create trigger effective_is_immutable before update or delete on dictionary.effective
  for each row execute function dictionary.refuse_change();
