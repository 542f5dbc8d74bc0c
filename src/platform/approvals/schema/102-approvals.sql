-- Acts that wait for a second person. The request lies sealed under the node's master key: it may hold a password. Its
-- digest (of the salted request) is what the second person agrees to.
create table platform.approval (
  id           uuid primary key,
  permission   text not null,
  -- Name of the endpoint; what it is about, as the asker wrote it.
  endpoint     text not null,
  about        jsonb not null,
  sealed       bytea,
  digest       text not null,
  account      text not null,
  body         integer,
  language     text not null,
  -- The delegation under which it was asked; null: in his own posts.
  acting       uuid,
  state        text not null default 'open'
    check (state in ('open', 'agreeing', 'done', 'failed', 'refused', 'withdrawn', 'expired')),
  proposed_at  timestamptz not null,
  expires_at   timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  decided_body integer,
  reason       text,
  -- What the act answered when it was done: its status, and the type of its problem.
  outcome      jsonb,
  check ((state = 'open') = (decided_at is null)),
  check (decided_by is null or state in ('withdrawn', 'expired') or decided_by <> account),
  check (sealed is null or state in ('open', 'agreeing')));
-- The same request waits once.
create index approval_open on platform.approval (expires_at) where state in ('open', 'agreeing');
create index approval_newest on platform.approval (proposed_at desc, id);
