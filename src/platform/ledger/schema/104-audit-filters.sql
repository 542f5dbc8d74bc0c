-- Filters of the audit explorer that somebody saved: for himself, or for a post of his body.
create table platform.audit_filter (
  id      uuid primary key,
  account text not null,
  name    text not null,
  query   jsonb not null,
  post    text,
  body    integer,
  made_at timestamptz not null,
  check ((post is null) = (body is null)),
  unique (account, name));
