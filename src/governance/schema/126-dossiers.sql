-- Impact assessment of processing: the dossier of a purpose, sent to the authority, answered, looked at again.
create table governance.impact_assessment (
  code             text primary key,
  purpose          text not null references governance.purpose,
  registers        text[] not null check (cardinality(registers) > 0),
  -- Who answers for it.
  body             integer not null references bodies.body,
  first_processing date not null,
  -- The last day on which it is sent in time, and the edition of the calendar that gave it.
  due              date not null,
  calendar         text not null,
  contents         jsonb not null default '{}',
  revision         integer not null default 1 check (revision > 0),
  -- Why this revision was begun; null for the first.
  cause            text,
  sent_on          date,
  number           text,
  late_reason      text,
  answered_on      date,
  answer           text,
  -- When it is looked at again; null until it was sent.
  refresh_on       date,
  -- No assessment is needed: on which basis, and why.
  waived_on        date,
  waived_basis     text references governance.legal_basis,
  waived_reason    text,
  account          text not null,
  change_set       bigint not null,
  check ((sent_on is null) = (number is null)),
  check (sent_on <= due or late_reason <> ''),
  check (answered_on is null or answered_on >= sent_on),
  check ((waived_on is null) = (waived_basis is null) and (waived_on is null) = (waived_reason is null)),
  check (waived_on is null or sent_on is null)
);

-- What was sent before: one row a revision, never changed.
create table governance.impact_revision (
  assessment  text not null references governance.impact_assessment,
  revision    integer not null,
  contents    jsonb not null,
  cause       text,
  sent_on     date not null,
  number      text not null,
  late_reason text,
  answered_on date,
  answer      text,
  account     text not null,
  primary key (assessment, revision)
);

-- A transfer of personal data to another body, an organisation outside, or abroad.
create table governance.data_transfer (
  code           text primary key,
  title          text not null check (title <> ''),
  body           integer not null references bodies.body,
  registers      text[] not null check (cardinality(registers) > 0),
  categories     text[] not null default '{}',
  -- Who receives: a body of the tree, or an organisation outside by its name.
  to_body        integer references bodies.body,
  recipient      text,
  -- Country (ISO 3166-1 alpha-2) when it goes abroad.
  country        text check (country ~ '^[A-Z]{2}$'),
  agreement      text,
  assessment     text references governance.impact_assessment,
  contents       jsonb not null default '{}',
  from_day       date,
  until_day      date,
  ended_on       date,
  end_words      text,
  account        text not null,
  change_set     bigint not null,
  check ((to_body is null) <> (recipient is null)),
  check (to_body <> body),
  check (until_day >= from_day),
  check (ended_on is null or from_day is not null)
);
