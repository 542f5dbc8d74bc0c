-- A claim that lost stays in history; a second claim to an element is a dispute with a clock.
alter table registers.claim drop constraint claim_standing_check;
alter table registers.claim add constraint claim_standing_check
  check (standing in ('authority', 'disputed', 'former', 'refused'));
alter table registers.claim add column until date;

create table registers.dispute (
  id uuid primary key,
  element text not null,
  -- The authority when it was opened, and the register that claims the element.
  holder text not null,
  claimant text not null,
  state text not null check (state in ('open', 'closed', 'withdrawn')),
  opened_on date not null,
  opened_by text not null,
  due date not null,
  calendar text not null,
  winner text,
  reason text,
  closed_at timestamptz,
  closed_by text,
  check (holder <> claimant),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'closed') = (winner is not null))
);
create unique index dispute_open on registers.dispute (element, claimant) where state = 'open';

-- What each side says for itself, in the order in which it was said.
create table registers.argument (
  id uuid primary key,
  dispute uuid not null references registers.dispute,
  register text not null,
  words jsonb not null,
  said_at timestamptz not null,
  said_by text not null,
  body_id integer
);
create index argument_dispute on registers.argument (dispute, said_at);
