-- Who is told of what, and what was told: an outbox that a follower of the change log fills (Standard Webhooks).
create table exchange.webhook (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{0,39}$'),
  names jsonb not null,
  -- The body that wants to know; it is told only what it may know.
  body integer not null references bodies.body,
  url text not null,
  hosts text[] not null,
  kinds text[] not null,
  -- Name of the secret that signs, and of the one before it while receivers change over.
  secret text not null,
  secret_before text,
  stopped boolean not null default false,
  made_by text not null,
  made_at timestamptz not null,
  approved_by text check (approved_by <> made_by),
  approved_at timestamptz,
  -- Since when nothing arrives; long enough, and it is switched off.
  failing_since timestamptz,
  disabled_at timestamptz,
  change_set bigint not null
);

create table exchange.webhook_delivery (
  -- `webhook-id`: the same at every try, from what happened and whom it is for.
  id text primary key,
  webhook text not null references exchange.webhook,
  kind text not null,
  -- The very text that is signed.
  payload text not null,
  created_at timestamptz not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_try timestamptz,
  last_status integer,
  last_trouble text,
  tried_at timestamptz,
  delivered_at timestamptz
);
create index webhook_delivery_due on exchange.webhook_delivery (next_try) where state = 'waiting';
create index webhook_delivery_newest on exchange.webhook_delivery (webhook, created_at desc);
