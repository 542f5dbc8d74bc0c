-- Releases, codes in time, what is used where, and one index to search it all.
-- Days are closed-open (SQL:2011): valid_from is the first day in force, valid_to the first day no longer in force.
create extension if not exists pg_trgm;
create schema dictionary;

-- Immutable and numbered: a release is inserted once and never touched again.
create table dictionary.release (
  number integer primary key check (number > 0),
  edition text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  plan json not null,
  verdict text not null check (verdict in ('first', 'compatible', 'breaking')),
  changes jsonb not null default '[]',
  elements integer not null,
  entities integer not null,
  code_lists integer not null,
  note jsonb,
  signed_by text,
  signature bytea,
  change_set bigint not null,
  published_at timestamptz not null,
  check ((signed_by is null) = (signature is null))
);
create function dictionary.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a release is never changed' using errcode = 'restrict_violation';
end $$;
create trigger release_is_immutable before update or delete on dictionary.release
  for each row execute function dictionary.refuse_change();

create table dictionary.adoption (
  body integer not null,
  release integer not null references dictionary.release,
  adopted_by text not null,
  adopted_at timestamptz not null,
  change_set bigint not null,
  primary key (body, release)
);

create table dictionary.code_list (
  code text collate "C" primary key,
  names jsonb not null,
  definition jsonb,
  kind text not null check (kind in ('release', 'imported')),
  parent_list text collate "C",
  pattern text,
  optional_words text[] not null default '{}',
  -- Rises with every change of its codes, so that what others remember can be known to be old.
  edition bigint not null default 0,
  -- Hash of what was installed from the profile's source; the same source again is not read again.
  source_hash text
);

create table dictionary.code (
  list text collate "C" not null references dictionary.code_list,
  code text collate "C" not null check (code <> ''),
  valid_from date not null default '-infinity',
  valid_to date not null default 'infinity',
  names jsonb not null,
  parent text collate "C",
  aliases text[] not null default '{}',
  origin text not null check (origin in ('release', 'source', 'import')),
  change_set bigint not null,
  primary key (list, code, valid_from),
  check (valid_from < valid_to)
);
-- One meaning a code a day. Asked once a statement about the codes it touched: an exclusion constraint asks once a row,
-- which made the first start with 13,000 codes seconds longer.
create function dictionary.refuse_overlap() returns trigger language plpgsql as $$
begin
  if exists (
    select from (
      select c.valid_to, lead(c.valid_from) over (partition by c.list, c.code order by c.valid_from) as next
        from dictionary.code c where (c.list, c.code) in (select f.list, f.code from fresh f)) p
     where p.valid_to > p.next)
  then
    raise exception 'a code has two meanings on one day'
      using errcode = 'exclusion_violation', constraint = 'code_one_meaning_a_day';
  end if;
  return null;
end $$;
create trigger code_one_meaning_a_day after insert on dictionary.code
  referencing new table as fresh for each statement execute function dictionary.refuse_overlap();
create trigger code_one_meaning_a_day_still after update on dictionary.code
  referencing new table as fresh for each statement execute function dictionary.refuse_overlap();
create index code_parent on dictionary.code (list, parent, code);

create table dictionary.code_succession (
  list text collate "C" not null references dictionary.code_list,
  code_from text collate "C" not null,
  code_to text collate "C" not null,
  day date not null,
  kind text not null check (kind in ('whole', 'part')),
  share double precision check (share > 0 and share <= 1),
  origin text not null check (origin in ('release', 'source', 'import')),
  primary key (list, code_from, code_to, day)
);

-- What rooms do with an element: a form asks it, an API gives it, a measure counts it.
create table dictionary.usage (
  element text collate "C" not null,
  room text not null,
  kind text not null,
  subject text not null,
  label jsonb not null,
  primary key (element, room, kind, subject)
);
create index usage_subject on dictionary.usage (room, kind, subject);

-- The search index: one row for everything that can be found, folded in the program (lower case, no marks).
create table dictionary.entry (
  kind text not null check (kind in ('element', 'entity', 'code-list', 'code')),
  list text collate "C" not null default '',
  key text collate "C" not null,
  names jsonb not null,
  definition jsonb,
  -- Length of the shortest name: among equal hits the shorter one is meant.
  weight integer not null,
  -- Two vectors instead of weights: a weight is not in the index, and every hit would be read again.
  in_names tsvector not null,
  anywhere tsvector not null,
  primary key (kind, list, key)
);
create index entry_in_names on dictionary.entry using gin (in_names) with (fastupdate = off);
create index entry_anywhere on dictionary.entry using gin (anywhere) with (fastupdate = off);
-- The first entries that have all the words. The planner cannot know how rare the words are together and would rather
-- read the whole table until the limit is reached: so it may not.
create function dictionary.entries_with(query tsquery, names_only boolean, of_kind text, of_list text, most integer)
  returns setof dictionary.entry language plpgsql stable set enable_seqscan = off as $$
begin
  if names_only then
    return query select e.* from dictionary.entry e where e.in_names @@ query
      and (of_kind is null or e.kind = of_kind) and (of_list is null or e.list = of_list) limit most;
  else
    return query select e.* from dictionary.entry e where e.anywhere @@ query
      and (of_kind is null or e.kind = of_kind) and (of_list is null or e.list = of_list) limit most;
  end if;
end $$;
create table dictionary.entry_name (
  folded text collate "C" not null,
  kind text not null,
  list text collate "C" not null,
  key text collate "C" not null
);
create index entry_name_folded on dictionary.entry_name (folded);
create index entry_name_entry on dictionary.entry_name (kind, list, key);
-- Every word that occurs: where a search finds nothing, the nearest ones are tried.
create table dictionary.entry_word (word text collate "C" primary key);
create index entry_word_near on dictionary.entry_word using gist (word gist_trgm_ops);
