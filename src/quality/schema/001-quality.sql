-- Quality: how many records there should be and who has reported; scores per rule, field, register and body.
create schema quality;

-- A reconciliation round: each body accounts for its records of a register by a day.
create table quality.round (
  code text primary key,
  register text not null,
  names jsonb not null,
  opens date not null
);

create table quality.expected (
  round text not null references quality.round,
  body integer not null,
  expected integer not null check (expected >= 0),
  due date not null,
  signed_below date,
  signed_above date,
  differences integer,
  primary key (round, body)
);

-- What was counted, kept by the follower `quality.scores`: rows assessed and rows that pass, by rule and home body.
create table quality.tally (
  register text not null,
  field text not null,          -- '' for a rule over several fields
  rule text not null,
  dimension text not null,
  key_field boolean not null,
  body integer not null,
  assessed bigint not null,
  passing bigint not null,
  primary key (register, rule, field, body),
  check (passing between 0 and assessed)
);
