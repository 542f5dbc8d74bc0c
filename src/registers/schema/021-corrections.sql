-- Corrections that people propose, with a clock, and a mismatch that nobody can decide yet.
alter table registers.correction drop constraint correction_state_check;
alter table registers.correction add constraint correction_state_check
  check (state in ('open', 'undecided', 'taken-over', 'source-wrong', 'refused', 'withdrawn'));
alter table registers.correction drop constraint correction_check;
alter table registers.correction add constraint correction_pending
  check ((state in ('open', 'undecided')) = (closed_at is null));
drop index registers.correction_open;
create unique index correction_pending_once on registers.correction (register, record_id, field)
  where state in ('open', 'undecided');

alter table registers.correction
  -- Found by comparison with the authority, or proposed by somebody.
  add column origin text not null default 'comparison' check (origin in ('comparison', 'proposed')),
  add column proposer text,
  add column proposer_body integer,
  add column proposer_post text,
  add column evidence text,
  -- The correction whose answer it carries on: the source is said to be wrong.
  add column follows uuid references registers.correction,
  -- The home is kept outside this node: somebody carries the proposal there and the answer back.
  add column outside boolean not null default false,
  add column cause_due date,
  add column due date,
  add column calendar text,
  -- The edit by which it was taken over.
  add column edit_change_set bigint,
  add constraint correction_proposer check ((origin = 'proposed') = (proposer is not null)),
  add constraint correction_evidence check (origin <> 'proposed' or evidence is not null);
create index correction_proposer_body on registers.correction (proposer_body, state) where origin = 'proposed';
create index correction_follows on registers.correction (follows) where follows is not null;
