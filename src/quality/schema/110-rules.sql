-- Rules as they were last counted: what they weigh, and why one was not assessed.
create table quality.rule (
  register text not null,
  field text not null,          -- '' for a rule over several fields
  rule text not null,
  counted_by text not null,
  dimension text not null,
  key_field boolean not null,
  weight numeric not null check (weight >= 0),
  threshold numeric,
  severity text not null check (severity in ('error', 'warning')),
  defect_group text not null,
  names jsonb,
  reason text,                  -- not assessed, and why: too-slow, fails
  primary key (register, rule, field)
);

-- With which statements a register was counted: when they read otherwise (a day has turned, a body closed, a code came),
-- what is counted no longer follows from what changed.
create table quality.counted (
  register text not null,
  counted_by text not null,
  basis text not null,
  primary key (register, counted_by)
);

-- Values that stand more than once though they must not, as hashes, with the rows that have them by home body.
create table quality.duplicate (
  register text not null,
  field text not null,
  hash bigint not null,
  body integer not null,
  n bigint not null check (n > 0),
  primary key (register, field, hash, body)
);

-- Both count with other rules from now on.
update platform.follower set built = false, attempts = 0, failed = null, failed_at = null, retry_at = null
 where name in ('quality.scores', 'registers.source-scores');
