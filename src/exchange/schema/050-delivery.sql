-- Addressed changes between nodes. What waits to be sent, in the order in which it was made.
create table exchange.parcel_out (
  n          bigint generated always as identity primary key,
  -- the node that is home of the body it is addressed to
  node       text not null,
  id         text not null,
  kind       text not null,
  from_body  text not null,
  to_body    text not null,
  subject    text not null,
  payload    jsonb not null,
  made_at    timestamptz not null,
  -- taken by the other node, or refused for good with its reason
  settled_at timestamptz,
  refused    text,
  attempts   integer not null default 0,
  failed     text,
  unique (node, id));
create index parcel_out_waiting on exchange.parcel_out (node, n) where settled_at is null;

-- What arrived: remembered beside what it did, so that it takes effect once.
create table exchange.parcel_in (
  origin      text not null,
  id          text not null,
  kind        text not null,
  from_body   text not null,
  to_body     text not null,
  subject     text not null,
  payload     jsonb not null,
  received_at timestamptz not null,
  refused     text,
  primary key (origin, id));
create index parcel_in_received on exchange.parcel_in (received_at);
