-- How the fields of local systems correspond to elements. Beside the releases: each mapping says which one it was
-- written against, and what a newer one touches is computed when it is read.
create table dictionary.mapping (
  code text collate "C" primary key,
  body integer not null,
  body_code text not null,
  -- codes of the inventory, which is a room to the right: data here
  system text collate "C" not null,
  data_set text collate "C",
  entity text collate "C" not null,
  release integer not null references dictionary.release,
  content jsonb not null,
  origin text not null check (origin in ('profile', 'edit')),
  -- Hash of what was installed from the profile: the same again changes nothing, and an edit is never undone by it.
  source_hash text,
  revision integer not null check (revision > 0),
  changed_by text not null,
  changed_at timestamptz not null,
  change_set bigint not null
);
create index mapping_system on dictionary.mapping (system, code);
create index mapping_body on dictionary.mapping (body, code);

-- What a trial on sample rows came to: numbers, never a row.
create table dictionary.mapping_trial (
  mapping text collate "C" not null references dictionary.mapping on delete cascade,
  revision integer not null,
  release integer not null,
  rows integer not null check (rows > 0),
  passed integer not null check (passed between 0 and rows),
  tried_by text not null,
  tried_at timestamptz not null,
  primary key (mapping, revision, release)
);

-- How many records a data set holds, as the inventory says: what mapping debt is ranked by.
create table dictionary.data_set_size (
  data_set text collate "C" primary key,
  records bigint not null check (records >= 0)
);
