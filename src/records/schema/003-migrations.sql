-- How a register's table follows a newer release while people work: one row a table, so that a killed process goes on.
create table records.migration (
  entity       text primary key,
  register     text not null,
  from_release integer not null,
  release      integer not null,
  state        text not null check (state in ('running', 'stuck', 'done')),
  -- what it is at: checking, preparing, carrying, indexing, validating, switching
  step         text not null,
  -- rows carried so far, of about so many (current and ended versions)
  done         bigint not null default 0,
  total        bigint not null default 0,
  -- where carrying goes on in each of the two tables: {"data": {"record": …, "version": …}, "history": …}
  places       jsonb not null default '{}',
  -- why it is stuck: {"slug": …, "field": …, "rule": …, "fails": …, "records": […]}
  failure      jsonb,
  begun_at     timestamptz not null,
  changed_at   timestamptz not null);
