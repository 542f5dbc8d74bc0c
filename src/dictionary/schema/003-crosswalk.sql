-- Crosswalks: how codes of one list, or of one day of it, stand to those of another. '-infinity' stands for "no day":
-- the codes never stood for another unit.
create table dictionary.crosswalk (
  list text collate "C" not null references dictionary.code_list,
  to_list text collate "C" not null references dictionary.code_list,
  on_day date not null default '-infinity',
  to_day date not null default '-infinity',
  note jsonb,
  origin text not null check (origin in ('release', 'import')),
  change_set bigint not null,
  primary key (list, to_list, on_day, to_day),
  check (list <> to_list or on_day <> to_day)
);
create index crosswalk_to_list on dictionary.crosswalk (to_list);

create table dictionary.crosswalk_link (
  list text collate "C" not null,
  to_list text collate "C" not null,
  on_day date not null,
  to_day date not null,
  code_from text collate "C" not null check (code_from <> ''),
  code_to text collate "C" not null check (code_to <> ''),
  kind text not null check (kind in ('same', 'broader', 'narrower', 'split', 'merge', 'part')),
  -- Of the larger side; what is the same has none.
  share double precision check (share is null or (share > 0 and share < 1 and kind <> 'same')),
  primary key (list, to_list, on_day, to_day, code_from, code_to),
  foreign key (list, to_list, on_day, to_day) references dictionary.crosswalk on delete cascade
);
