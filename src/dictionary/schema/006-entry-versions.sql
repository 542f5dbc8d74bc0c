-- The version (N.MINOR) of elements, entities and code lists: a row where one begins, so that an unchanged entry costs nothing.
-- An entry without a row has 1.0: it was there before versions were counted.
create table dictionary.entry_version (
  release integer not null references dictionary.release,
  kind text not null check (kind in ('element', 'entity', 'code-list')),
  key text collate "C" not null,
  version text not null check (version ~ '^[1-9][0-9]*\.(0|[1-9][0-9]*)$'),
  primary key (kind, key, release)
);
create index entry_version_release on dictionary.entry_version (release);
create trigger entry_version_is_immutable before update or delete on dictionary.entry_version
  for each row execute function dictionary.refuse_change();
