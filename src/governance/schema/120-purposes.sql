-- A legal basis says of which kind it is and where it stands; a purpose says which categories of data it may use.
alter table governance.legal_basis
  add column kind text not null default 'law'
    check (kind in ('law', 'public-task', 'consent', 'contract', 'vital-interest')),
  add column law text,
  add column article text,
  add column text jsonb;
alter table governance.purpose add column categories text[] not null default '{}';

create table governance.data_category (
  code text primary key,
  names jsonb not null,
  sensitive boolean not null default false,
  elements text[] not null default '{}'
);
