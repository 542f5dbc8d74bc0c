-- What was given before it was asked: each prefilled list, form and round, with what nobody had to declare again.
create table registers.prefill (
  id uuid primary key,
  register text not null,
  authority text not null,
  body_id integer not null,
  account text not null,
  way text not null check (way in ('list', 'form', 'round')),
  at timestamptz not null,
  -- People asked for, and those that the authority or the register itself knew.
  asked integer not null,
  found integer not null,
  -- Cells of the asked people that were known, of all that the form has.
  cells_known bigint not null,
  cells_all bigint not null,
  -- Fields that came from the authority: locked in the template.
  locked text[] not null default '{}',
  -- For people: what was wrong with rows of the list. Goes with the kept file.
  findings jsonb not null default '[]',
  -- Kept uploads: the template that was made; null when there is none, or when its time is over.
  file uuid,
  check (found <= asked and cells_known <= cells_all)
);
create index prefill_body on registers.prefill (register, body_id, at);
create index prefill_at on registers.prefill (at);

-- Look-ups under an agreement, a body and a day: what its quota is held against.
create table registers.lookup_use (
  day date not null,
  agreement text not null,
  body_id integer not null,
  used integer not null,
  primary key (day, agreement, body_id)
);
