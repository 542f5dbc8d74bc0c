-- What a task rests on and was made of, its numbers in other trackers, who above was told, why a day was moved.
alter table strategy.task
  add column parent text,
  add column depends_on text[] not null default '{}',
  add column budget text,
  add column aliases jsonb not null default '[]',
  add column escalated jsonb not null default '[]';
create index task_parent on strategy.task (parent) where parent is not null;
alter table strategy.task_event add column reason text;

-- The list as somebody wants to see it again.
create table strategy.task_view (
  id      uuid primary key,
  account text not null,
  name    text not null,
  query   jsonb not null,
  made_at timestamptz not null,
  unique (account, name)
);
