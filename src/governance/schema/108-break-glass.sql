-- An emergency right: begun by one person, confirmed by another, over by itself, and reviewed afterwards.
create table governance.break_glass (
  id           uuid primary key,
  account      uuid not null,
  body         integer not null references bodies.body,
  permissions  text[] not null check (cardinality(permissions) > 0),
  -- Null: whichever register.
  registers    text[],
  hours        numeric not null check (hours > 0),
  reason       text not null,
  asked_at     timestamptz not null,
  -- Until when somebody else may confirm it.
  waits_until  timestamptz not null,
  confirmed_by uuid,
  confirmed_at timestamptz,
  ends_at      timestamptz,
  -- By hand, or by the node when its hours were over; of one that nobody confirmed: withdrawn, refused or lapsed.
  ended_at     timestamptz,
  ended_by     text,
  reviewed_by  uuid,
  reviewed_at  timestamptz,
  justified    boolean,
  finding      text,
  change_set   bigint not null,
  check ((confirmed_by is null) = (confirmed_at is null) and (confirmed_at is null) = (ends_at is null)),
  -- Never one person alone, whatever the program does.
  check (confirmed_by <> account and reviewed_by <> account and reviewed_by <> confirmed_by),
  check ((reviewed_at is null) = (finding is null) and (reviewed_at is null) = (justified is null)));
create unique index break_glass_one on governance.break_glass (account) where ended_at is null;
create index break_glass_asked on governance.break_glass (asked_at);
