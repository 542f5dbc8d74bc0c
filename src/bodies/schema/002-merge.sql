-- Bodies that became one: the decision, what went over, and what everything was before.
create table bodies.merge (
  id uuid primary key,
  day date not null,
  into_body integer not null,
  into_names jsonb not null,
  into_code text not null,
  founded boolean not null,
  -- Number of the document that decided it, and why.
  decision text not null check (decision <> ''),
  reason text,
  -- What was seen when it was decided.
  hash text not null,
  obstacles jsonb not null,
  change_set bigint not null,
  made_by text not null,
  made_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  undone_reason text,
  -- What was written at the other body since and stayed there.
  undone_left jsonb,
  check ((undone_by is null) = (undone_at is null))
);
create index merge_into on bodies.merge (into_body);

create table bodies.merge_from (
  merge uuid not null references bodies.merge,
  n integer not null,
  body integer not null references bodies.body,
  code text not null,
  names jsonb not null,
  -- Its last day, how it ended and where it stood, as they were.
  before jsonb not null,
  primary key (merge, n)
);
create index merge_from_body on bodies.merge_from (body);

create table bodies.merge_item (
  merge uuid not null references bodies.merge,
  n integer not null,
  kind text not null,
  key text not null,
  body integer not null,
  effect text not null check (effect in ('move', 'fold', 'stay', 'narrow', 'widen')),
  code text not null,
  names jsonb,
  word text,
  link text,
  count integer not null,
  before jsonb,
  -- After undoing: back where it was, or left where it went because it was changed there since.
  state text not null default 'done' check (state in ('done', 'back', 'left')),
  primary key (merge, n)
);
create index merge_item_body on bodies.merge_item (body, kind);

-- A body that went over whole stands under its successor from that day: whose tree it is in reads its records, and
-- nothing in them has to be rewritten. All others as before: the placement in force, else the last one, else the first.
create or replace function bodies.refresh_paths(as_of date) returns bigint language sql as $$
  with recursive went as (
    select s.predecessor as body, min(s.successor) as parent
    from bodies.succession s join bodies.body b on b.id = s.predecessor
    where b.ended in ('merger', 'rename') and b.valid_to < as_of and s.day <= as_of
    group by s.predecessor
    having count(*) = 1 and min(s.share) = 1
  ),
  placed as (
    select distinct on (body) body, parent
    from bodies.placement
    order by body,
      daterange(valid_from, valid_to, '[]') @> as_of desc,
      (valid_from is null or valid_from <= as_of) desc,
      case when valid_from is null or valid_from <= as_of then valid_to end desc nulls last,
      valid_from nulls first
  ),
  stands as (
    select body, parent from went
    union all
    select p.body, p.parent from placed p where not exists (select from went w where w.body = p.body)
  ),
  walk as (
    select b.id, null::integer as parent, array[b.id] as path
    from bodies.body b where not exists (select from stands s where s.body = b.id)
    union all
    select s.body, s.parent, w.path || s.body from stands s join walk w on w.id = s.parent
  ),
  moved as (
    update bodies.body b set parent = w.parent, path = w.path
    from walk w where w.id = b.id and (b.path is distinct from w.path or b.parent is distinct from w.parent)
    returning 1
  ),
  noted as (update bodies.head set paths_on = as_of returning 1)
  select count(*) from moved
$$;
-- What has gone over before this version stands under its successor from the next question on.
update bodies.head set paths_on = null, edition = edition + 1;
