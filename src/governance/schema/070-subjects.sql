-- How many different records a consumer may read under an agreement in the period of its quota: reads alone do not tell
-- one who looks up the same ten people from one who tries all numbers there are.
alter table governance.agreement add column subjects integer check (subjects > 0);

-- Counted exactly, and only where there is a budget: the budget itself bounds the table, and a refusal at the limit is not
-- for an estimate to give.
create table governance.subject_use (
  agreement text not null references governance.agreement,
  consumer integer not null references bodies.body,
  period date not null,
  seen integer not null,
  primary key (agreement, consumer, period)
);
create table governance.subject_seen (
  agreement text not null,
  consumer integer not null,
  period date not null,
  -- The first 64 bits of a SHA-256 over grant, period and key.
  subject bigint not null,
  primary key (agreement, consumer, period, subject)
);
