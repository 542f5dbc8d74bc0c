-- Reconciliation rounds that both sides sign: a signature is an act with the hash of what was signed; a difference is listed by
-- the side above and settled by the one below.
alter table quality.round add column against text not null default 'levels' check (against in ('levels', 'files'));

create table quality.signature (
  id uuid primary key,
  round text not null references quality.round,
  body integer not null,
  side text not null check (side in ('below', 'above')),
  -- SHA-256 over round, body, expected heads and every record with its version, in order.
  hash text not null,
  records bigint not null,
  signed_on date not null,
  account text not null,
  signer_body integer not null,
  change_set bigint not null,
  unique (round, body, side));

create table quality.difference (
  id uuid primary key,
  place bigint generated always as identity,
  round text not null references quality.round,
  body integer not null,
  what text not null check (what <> ''),
  found_on date not null,
  found_by text not null,
  settled_on date,
  settled_by text,
  outcome text check (outcome in ('mended', 'explained')),
  answer text,
  change_set bigint not null,
  check ((settled_on is null) = (outcome is null)));
create index on quality.difference (round, body);
