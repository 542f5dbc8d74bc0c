-- Strategy: documents under consultation, objectives and tasks, indicators computed from live data.
create schema strategy;

create table strategy.document (
  code text primary key,
  kind text not null,
  titles jsonb not null,
  version integer not null default 1,
  state text not null check (state in ('draft', 'under-consultation', 'submitted', 'issued', 'superseded')),
  sort integer not null default 0
);

-- A clause of one version of a document: a version under consultation is frozen, so its clauses are never updated.
create table strategy.clause (
  document text not null references strategy.document,
  version integer not null,
  number text not null,
  part text not null,
  headings jsonb not null,
  texts jsonb not null,
  note jsonb,
  sort integer not null,
  primary key (document, version, number)
);

create table strategy.objective (
  code text primary key,
  names jsonb not null,
  document text not null,
  sort integer not null default 0
);

create table strategy.task (
  code text primary key,
  names jsonb not null,
  objective text references strategy.objective,
  phase text,
  lead integer not null,
  cooperating integer[] not null default '{}',
  state text not null check (state in ('not-begun', 'running', 'done')),
  at_risk boolean not null default false,
  due date not null,
  done date,
  progress integer check (progress between 0 and 100),
  product jsonb,
  evidence text,
  indicator text,
  told date[] not null default '{}',
  version bigint not null default 1,
  check ((state = 'done') = (done is not null))
);

create table strategy.task_event (
  id bigint generated always as identity primary key,
  task text not null references strategy.task,
  at timestamptz not null,
  account text not null,
  what text not null,
  before text,
  after text
);
create index task_event_task on strategy.task_event (task, id desc);

create table strategy.indicator (
  code text primary key,
  names jsonb not null,
  definition jsonb not null,
  kind text not null check (kind in ('share', 'count', 'ratio', 'number')),
  source text not null,
  register text,
  round text,
  objective text references strategy.objective,
  owner integer,
  direction text not null check (direction in ('up', 'down')),
  baseline jsonb,
  milestones jsonb not null default '[]',
  seconds_per_unit numeric,
  unit text not null,
  sort integer not null default 0
);

-- What each body contributes, kept by the follower `strategy.measures`; the figures shown are sums of these.
create table strategy.tally (
  indicator text not null references strategy.indicator on delete cascade,
  body integer not null,
  numerator bigint not null,
  denominator bigint not null,
  primary key (indicator, body)
);

-- The figure over all bodies after each change that moved it.
create table strategy.indicator_point (
  indicator text not null references strategy.indicator on delete cascade,
  epoch integer not null,
  position bigint not null,
  at timestamptz not null,
  numerator bigint not null,
  denominator bigint not null,
  primary key (indicator, epoch, position)
);

create table strategy.consultation (
  code text primary key,
  document text not null references strategy.document,
  draft integer not null,
  names jsonb not null,
  opens date not null,
  closes date not null,
  drafter integer not null
);

create table strategy.invitation (
  consultation text not null references strategy.consultation,
  code text not null,
  body integer,
  names jsonb not null,
  due date not null,
  answer text check (answer in ('agree', 'agree-with-comments', 'disagree', 'no-opinion')),
  answered date,
  account text,
  primary key (consultation, code),
  check ((answer is null) = (answered is null))
);
-- One official answer a body.
create unique index invitation_body on strategy.invitation (consultation, body) where body is not null;

create table strategy.comment (
  consultation text not null,
  id integer not null,
  invitation text not null,
  clause text not null,
  said_by jsonb not null,
  text text not null,
  proposal text,
  topic text,
  disposition text check (disposition in ('accepted', 'partly', 'explained')),
  explanation text,
  change text,
  version bigint not null default 1,
  primary key (consultation, id),
  foreign key (consultation, invitation) references strategy.invitation (consultation, code)
);
