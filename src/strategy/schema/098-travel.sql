-- Consultations and tasks travel between nodes (docs/adr/0026): a consultation is at home where its drafter is, a task where the body is that gives it.

-- Who gives the task; null: the body at the root of the tree.
alter table strategy.task add column giver integer;
-- The change that wrote it last; of a row that is told by its home, the change that took it in.
alter table strategy.task add column change_set bigint;
-- Who led it or helped once: their nodes hear how it goes on.
alter table strategy.task add column former integer[] not null default '{}';
-- The last report taken from the node of the lead body: its id, the version that it knew, and the version that it made. Reports that follow one
-- another without an answer in between rest on one version.
alter table strategy.task add column report text;
alter table strategy.task add column report_base bigint;
alter table strategy.task add column report_version bigint;
create index task_change_set on strategy.task (change_set);

-- What the lead body said at its own node and the home has not answered; refused: why not.
create table strategy.task_report (
  task       text primary key references strategy.task,
  id         text not null,
  base       bigint not null,
  body       integer not null,
  day        date not null,
  account    text not null,
  state      text not null check (state in ('not-begun', 'running', 'done')),
  progress   integer check (progress between 0 and 100),
  evidence   text,
  refused    text,
  change_set bigint not null);
create index task_report_change_set on strategy.task_report (change_set);

-- Counts over everybody who is asked, as the home told them; null: at home here, or not heard of yet.
alter table strategy.consultation add column counts jsonb;
alter table strategy.consultation add column change_set bigint;
create index consultation_change_set on strategy.consultation (change_set);
-- The day on which an answer from another node came here: `answered` is the day of which that node says it was given.
alter table strategy.invitation add column received date;
alter table strategy.invitation add column answer_id text;
alter table strategy.invitation add column change_set bigint;
alter table strategy.comment add column change_set bigint;

-- The answer that a body gave at its own node, until the home of the consultation has answered.
create table strategy.answer_sent (
  consultation text not null,
  invitation   text not null,
  id           text not null,
  body         integer not null,
  answer       text not null check (answer in ('agree', 'agree-with-comments', 'disagree', 'no-opinion')),
  day          date not null,
  account      text not null,
  comments     jsonb not null,
  refused      text,
  change_set   bigint not null,
  primary key (consultation, invitation),
  foreign key (consultation, invitation) references strategy.invitation (consultation, code));
create index answer_sent_change_set on strategy.answer_sent (change_set);

-- Up to which change of its home's log each of them was heard.
create table strategy.heard (
  kind     text not null check (kind in ('task', 'invitation')),
  code     text not null,
  node     text not null,
  epoch    bigint not null,
  position bigint not null,
  at       timestamptz not null,
  primary key (kind, code));
