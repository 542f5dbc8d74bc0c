-- Consent, where it is the basis: the text that was consented to, who consents, who took it, and when it ended.
create table governance.consent_text (
  id         uuid primary key,
  purpose    text not null references governance.purpose,
  version    integer not null check (version > 0),
  -- What she was told, by language. An edition is never changed: another one follows.
  words      jsonb not null,
  from_day   date not null,
  origin     text not null default 'hand' check (origin in ('profile', 'hand')),
  account    text not null,
  change_set bigint not null,
  unique (purpose, version));

create table governance.consent (
  id           uuid primary key,
  purpose      text not null references governance.purpose,
  person       text not null,
  consent_text uuid not null references governance.consent_text,
  -- In which language she read it.
  language     text not null,
  method       text not null check (method in ('own-account', 'paper', 'spoken')),
  evidence     text not null,
  account      text not null,
  body         integer references bodies.body,
  given_at     timestamptz not null,
  withdrawn_at timestamptz,
  -- Her request to withdraw, or the account of whoever noted it.
  withdrawn_by text,
  change_set   bigint not null,
  check ((withdrawn_at is null) = (withdrawn_by is null)));
-- One standing consent for a purpose; what was withdrawn stays as proof.
create unique index consent_standing on governance.consent (purpose, person) where withdrawn_at is null;
create index consent_person on governance.consent (person);
