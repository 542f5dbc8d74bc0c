-- The only way down: somebody answers for it, with the text it rests on. It covers what it was made for and nothing
-- stricter that comes later. What is secret is lowered here by nobody.
create table governance.label_decision (
  id          uuid primary key,
  register    text not null references governance.register,
  labels_from jsonb not null check (labels_from ->> 'secrecy' = 'none'),
  labels_to   jsonb not null check (labels_to ->> 'secrecy' = 'none'),
  reason      text not null check (reason <> ''),
  basis       text not null check (basis <> ''),
  number      text not null check (number <> ''),
  decided_on  date not null,
  review_on   date not null check (review_on > decided_on),
  account     text not null,
  body        integer,
  change_set  bigint not null
);
create index label_decision_register on governance.label_decision (register, decided_on desc);
