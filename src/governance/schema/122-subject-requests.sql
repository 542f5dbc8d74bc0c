-- What a person asks of those who keep data about her: with days, answered, and kept with every step.
create table governance.subject_request (
  id            uuid primary key,
  kind          text not null check (kind in ('view', 'correct', 'erase', 'restrict', 'object', 'withdraw')),
  -- Her number: whom it is about, and nothing else of her.
  person        text not null,
  -- The account that filed it: her own, or an officer's with the evidence that he saw.
  account       text not null,
  on_behalf     boolean not null,
  authority     text check (authority in ('herself', 'representative')),
  evidence      text,
  reason        text not null,
  register      text,
  record        uuid,
  field         text,
  wanted        text,
  purpose       text,
  body          integer not null references bodies.body,
  post          text not null,
  state         text not null check (state in ('received', 'acknowledged', 'acting', 'done', 'refused', 'withdrawn')),
  received_at   timestamptz not null,
  received_on   date not null,
  answer_due    date not null,
  due           date not null,
  calendar      text not null,
  -- Whether others must act, which gives more days.
  with_others   boolean not null default false,
  extended      jsonb,
  -- Who else was told of it: [{ whom, on, words }].
  told          jsonb not null default '[]',
  -- Ground, reason and remedy of a refusal.
  refusal       jsonb,
  answer        text,
  -- What was begun for it: { correction, disposal, restriction, consent }.
  result        jsonb not null default '{}',
  steps         jsonb not null default '[]',
  escalated_on  date,
  closed_at     timestamptz,
  change_set    bigint not null,
  check (not on_behalf or (authority is not null and evidence is not null)),
  check ((state in ('done', 'refused', 'withdrawn')) = (closed_at is not null)));
create index subject_request_person on governance.subject_request (person, received_at desc);
create index subject_request_body on governance.subject_request (body, received_at desc);
create index subject_request_open on governance.subject_request (due) where closed_at is null;
-- A disposal that a person asked for: its rows go although no term is over. A hold wins all the same.
alter table governance.disposal add column request uuid;
