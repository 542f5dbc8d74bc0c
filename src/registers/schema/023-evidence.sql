-- Files that go with a correction: what the keeper looks at before answering.
create table registers.evidence (
  id uuid primary key,
  correction uuid not null references registers.correction on delete cascade,
  name text not null,
  media_type text not null,
  size integer not null check (size > 0),
  sha256 text not null,
  account text not null,
  added_at timestamptz not null,
  bytes bytea not null,
  -- The same file twice is one.
  unique (correction, sha256)
);
-- Scans and workbooks are packed already.
alter table registers.evidence alter column bytes set storage external;

-- A proposal whose home cannot be reached is kept where it was made, and is sent as soon as it can be.
alter table registers.correction drop constraint correction_state_check;
alter table registers.correction add constraint correction_state_check
  check (state in ('unsent', 'open', 'undecided', 'taken-over', 'source-wrong', 'refused', 'withdrawn'));
alter table registers.correction drop constraint correction_pending;
alter table registers.correction add constraint correction_pending
  check ((state in ('unsent', 'open', 'undecided')) = (closed_at is null));
alter table registers.correction
  -- The register that it waits to be sent to.
  add column destination text,
  add constraint correction_destination check (state <> 'unsent' or destination is not null);
create index correction_unsent on registers.correction (destination) where state = 'unsent';
create unique index correction_unsent_once on registers.correction (register, record_id, field) where state = 'unsent';
