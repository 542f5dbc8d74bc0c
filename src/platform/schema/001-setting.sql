-- What a node remembers about itself.
create table platform.setting (
  name text primary key,
  value jsonb not null
);
