-- Since when the node has kept the register: from then on its first assessment of risks is due.
alter table governance.register add column kept_since date not null default current_date;

-- Assessment of the risks of one register with personal data, again and again.
create table governance.risk_assessment (
  code        text primary key,
  register    text not null unique references governance.register,
  -- Who answers for it.
  body        integer not null references bodies.body,
  -- The last day on which it is finished in time, and the edition of the calendar that gave it.
  due         date not null,
  calendar    text not null,
  -- Arrays of risks and measures, as `privacy/risk.ts` has them.
  risks       jsonb not null default '[]',
  measures    jsonb not null default '[]',
  revision    integer not null default 1 check (revision > 0),
  -- Why this revision was begun; null for the first.
  cause       text,
  done_on     date,
  conclusion  text,
  late_reason text,
  -- When it is done again; null until it was finished.
  next_on     date,
  account     text not null,
  change_set  bigint not null,
  check ((done_on is null) = (conclusion is null) and (done_on is null) = (next_on is null)),
  check (done_on <= due or late_reason <> '')
);

-- What was found before: one row a revision, never changed.
create table governance.risk_revision (
  assessment  text not null references governance.risk_assessment,
  revision    integer not null,
  risks       jsonb not null,
  measures    jsonb not null,
  cause       text,
  done_on     date not null,
  conclusion  text not null,
  late_reason text,
  account     text not null,
  primary key (assessment, revision)
);
