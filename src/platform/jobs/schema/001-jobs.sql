-- Long work: which process runs it, how far it is, where it can go on.
create table platform.job (
  id           uuid primary key,
  kind         text not null,
  subject      text not null,
  body         integer,
  actor        text not null,
  state        text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  done         double precision not null default 0,
  total        double precision,
  phase        text,
  saved        jsonb,
  result       jsonb,
  failed       text,
  owner        uuid not null,
  breathed_at  timestamptz not null default clock_timestamp(),
  cancel_asked boolean not null default false,
  started_at   timestamptz not null,
  ended_at     timestamptz);

-- One at a time of the same kind about the same subject, over all processes.
create unique index job_running on platform.job (kind, subject) where state = 'running';
create index job_body on platform.job (body, started_at desc);
