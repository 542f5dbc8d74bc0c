-- A point of the gate that stops rows was lifted for some days: who did, why, and until when. Nothing is overwritten.
create table exchange.gate_lift (
  id uuid primary key,
  register text not null,
  point text not null,
  until date not null,
  reason text not null check (reason <> ''),
  decided_on date not null,
  account text not null,
  body integer,
  change_set bigint not null);
create index on exchange.gate_lift (register, point);
