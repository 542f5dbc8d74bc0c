-- The scoreboard: what a body's data were worth in a period, frozen, and from which day its superiors see it.
create table quality.period (
  code text primary key,
  from_day date not null,
  to_day date not null check (from_day <= to_day),
  frozen_at timestamptz not null,
  frozen_by text not null,
  -- From when superiors see its figures.
  above_from date not null,
  -- SHA-256 of the figures as they were frozen: told from that day, because few figures can be guessed from it.
  hash text not null
);

create table quality.snapshot (
  period text not null references quality.period,
  register text not null,
  body integer not null,
  criterion text not null,      -- '' for all qualities together
  -- The first period of a body is not scored: there is no number that anybody could see.
  first boolean not null,
  score numeric,
  band text not null,
  assessed bigint,
  failing bigint,
  -- Made of other keepers' figures: nobody sees it before their superiors do.
  rolled_up boolean not null,
  own_from date not null,
  above_from date not null,
  withdrawn boolean not null default false,
  primary key (period, register, body, criterion),
  check (not first or score is null and assessed is null and failing is null));
