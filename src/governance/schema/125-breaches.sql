-- A breach of personal data: what is known of it, what was done and when. Hours, not days; nothing of the people's data.
create table governance.breach (
  code           text primary key,
  title          text not null check (title <> ''),
  -- An exercise: everything is done, nothing is sent.
  drill          boolean not null,
  -- Who answers for it.
  body           integer not null references bodies.body,
  registers      text[] not null default '{}',
  categories     text[] not null default '{}',
  people         integer check (people >= 0),
  estimated      boolean not null default true,
  happened_at    timestamptz,
  discovered_at  timestamptz not null,
  -- Until when the authority is notified; it stays as it was computed.
  due_at         timestamptz not null,
  -- Parts of the notice, by the codes of the profile.
  contents       jsonb not null default '{}',
  assessed_at    timestamptz,
  notifies       boolean,
  why_not        text,
  notified_at    timestamptz,
  notice_number  text,
  late_reason    text,
  persons_at     timestamptz,
  persons_how    text,
  persons_why_not text,
  contained_at   timestamptz,
  closed_at      timestamptz,
  lesson         text,
  -- When the head was told that the notice is late.
  escalated_at   timestamptz,
  account        text not null,
  change_set     bigint not null,
  check (due_at > discovered_at),
  check (happened_at <= discovered_at),
  check (assessed_at >= discovered_at and notified_at >= discovered_at and contained_at >= discovered_at),
  check ((notified_at is null) = (notice_number is null)),
  check (notified_at <= due_at or late_reason <> ''),
  check (closed_at is null or (contained_at is not null and assessed_at is not null))
);
create index breach_open on governance.breach (due_at) where closed_at is null;

-- Its timeline. Nothing of it is changed, and it never runs backwards: a clock that does is said.
create table governance.breach_entry (
  breach       text not null references governance.breach,
  position     integer not null,
  kind         text not null,
  -- When it happened, as was said; and when it was written.
  at           timestamptz not null,
  written_at   timestamptz not null,
  -- Seconds that the node's clock stood behind the entry before.
  clock_behind integer not null default 0 check (clock_behind >= 0),
  words        text,
  account      text not null,
  body         integer,
  primary key (breach, position)
);
