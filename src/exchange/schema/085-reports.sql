-- What nodes below tell of themselves, newest only: how the tree looks from above. Told, not proved; nothing is decided by it.
create table exchange.node_report (
  node text primary key,
  -- The node that brought it: the node itself, or one between it and us.
  told_by text not null,
  -- When the node wrote it, by its own clock.
  at timestamptz not null,
  received_at timestamptz not null,
  -- When it was passed on to our parent.
  told_at timestamptz,
  report jsonb not null
);
create index on exchange.node_report (received_at) where told_at is null or told_at < received_at;
