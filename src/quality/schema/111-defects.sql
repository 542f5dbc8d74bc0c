-- Defects: what a rule found, who keeps the record, by when it is to be mended, and what came of it.
create sequence quality.defect_number;

create table quality.defect (
  id uuid primary key,
  code text not null unique,
  register text not null,
  record uuid,                  -- null: one defect for all rows of a body that fail the rule
  version bigint,               -- of the record when it was found or last looked at
  rows bigint not null default 1 check (rows > 0),
  rule text not null,
  field text not null,          -- '' for a rule over several fields
  dimension text not null,
  defect_group text not null check (defect_group in
    ('missing', 'outlier', 'duplicate', 'format', 'broken-reference', 'cross-field', 'stale', 'source-mismatch')),
  level text not null check (level in ('incident', 'error', 'warning')),
  source text not null,         -- who warned: the follower of the rule, or the correction
  found_on date not null,
  opened_at timestamptz not null,
  body integer not null,        -- home of the record
  keeper integer not null,
  post text not null,
  cause_due date not null,
  due date not null,
  calendar text not null,
  state text not null default 'open'
    check (state in ('open', 'cause-found', 'mending', 'undecided', 'contested', 'closed')),
  outcome text check (outcome in ('consumer-wrong', 'source-wrong', 'undecided', 'not-a-defect', 'mended', 'gone', 'merged')),
  cause text,
  action text,
  assignee text,
  assignee_name text,
  escalated_on date,
  escalated_to integer,
  correction uuid,              -- the proposal that carries it, where it is a difference from the source
  closed_at timestamptz,
  closed_by text,
  check ((state = 'closed') = (closed_at is not null)));

create unique index defect_once on quality.defect (register, record, rule, field) where state <> 'closed' and record is not null;
create unique index defect_mass_once on quality.defect (register, body, rule, field) where state <> 'closed' and record is null;
create index defect_keeper on quality.defect (keeper, state, due, id);
create index defect_record on quality.defect (register, record);

-- Somebody says that a figure or a defect is wrong; somebody else, who has no part in it, answers.
create table quality.contest (
  id uuid primary key,
  defect uuid references quality.defect,
  cell jsonb,                   -- of a scoreboard: period, register, body
  register text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_body integer not null,
  words text not null,
  asked_at timestamptz not null,
  answerer integer,             -- the body that is asked; null: the data office
  answered_by text,
  answered_by_name text,
  answered_body integer,
  upheld boolean,
  answer text,
  answered_at timestamptz,
  check ((defect is null) <> (cell is null)),
  check ((answer is null) = (answered_at is null)));
create unique index contest_open on quality.contest (defect) where answered_at is null and defect is not null;
