-- A body's periodic list: what it was asked about the differences, and the list it signed.
create table registers.body_list (
  id uuid primary key,
  register text not null,
  body_id integer not null,
  state text not null check (state in ('open', 'signed')),
  -- What was answered, by kind and record.
  answers jsonb not null default '{}',
  opened_at timestamptz not null,
  signed_at timestamptz,
  signed_by text,
  -- The register as it was signed: position of the change log, rows, SHA-256 of the list in its layout.
  epoch integer,
  position bigint,
  hash text,
  -- What the minutes say.
  facts jsonb,
  check ((state = 'signed') = (signed_at is not null) and (signed_at is null) = (hash is null))
);
create unique index body_list_open on registers.body_list (register, body_id) where state = 'open';
create index body_list_body on registers.body_list (register, body_id, signed_at);
