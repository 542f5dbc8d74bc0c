-- One body acts for another: for named permissions, on named registers, from a day to a day.
create table governance.delegation (
  id          uuid primary key,
  -- Who is acted for; who acts; and in whose name it was given: the body itself, or one above it.
  body        integer not null references bodies.body,
  to_body     integer not null references bodies.body,
  given_by    integer not null references bodies.body,
  -- The posts of whoever gave it: nobody who acts under it holds more than these hold.
  posts       text[] not null,
  permissions text[] not null check (cardinality(permissions) > 0),
  -- Null: whichever register.
  registers   text[],
  valid_from  date not null,
  valid_to    date not null,
  reason      text not null,
  account     text not null,
  given_at    timestamptz not null,
  change_set  bigint not null,
  check (valid_from <= valid_to),
  check (body <> to_body));
create index delegation_of on governance.delegation (to_body, valid_to);
