-- Who owes what by when: addressed to a post of a body, not to a person.
create table platform.work_item (
  id           uuid primary key,
  kind         text not null,
  title_key    text not null,
  title_values jsonb not null,
  body         integer not null,
  post         text not null,
  due          date,
  calendar     text,              -- edition of the working-day calendar the due day was computed with
  link         text not null,
  subject      text not null,
  state        text not null default 'open' check (state in ('open', 'done', 'withdrawn')),
  opened_at    timestamptz not null,
  closed_at    timestamptz,
  closed_by    text,
  check ((state = 'open') = (closed_at is null)));

-- The same thing is owed once: opening it again changes its day and its words.
create unique index work_item_once on platform.work_item (kind, subject, body, post) where state = 'open';
create index work_item_addressee on platform.work_item (body, state, due, id);
