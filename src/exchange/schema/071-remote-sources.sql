-- What this node asked of a register that another node keeps: counts by day, for the page of flows.
create table exchange.remote_use (
  register text not null,
  agreement text not null,
  -- Code of the body that it asked for.
  consumer text not null,
  -- Name of the node that was asked; empty where none is known.
  origin text not null,
  day date not null,
  asked integer not null,
  found integer not null,
  asked_at timestamptz not null,
  -- Why the last question got no answer; null when it got one.
  fault text,
  primary key (register, agreement, consumer, day)
);
