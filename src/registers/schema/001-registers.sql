-- Registers: which register is the trusted source of an element, and how records stand against it.
create schema registers;

-- Exactly one authority an element; a second claim is a dispute.
create table registers.claim (
  element text not null,
  register text not null,
  standing text not null check (standing in ('authority', 'disputed')),
  since date not null,
  note jsonb,
  primary key (element, register)
);
create unique index claim_authority on registers.claim (element) where standing = 'authority';

-- How records of a register are held against an authority: by which key, and which fields make them the same person.
create table registers.comparison (
  register text primary key,
  authority text not null,
  key_field text not null,
  authority_key text not null,
  identity text[] not null,
  held text[] not null,
  same_spelling jsonb not null default '[]'
);

-- Kept by the follower `registers.verification`.
create table registers.verification (
  register text not null,
  record_id uuid not null,
  body_id integer not null,
  standing text not null check (standing in ('verified', 'differs', 'not-found', 'no-key')),
  primary key (register, record_id)
);
create index verification_body on registers.verification (register, body_id, standing);

-- A field that differs from the authority: a proposal to whoever keeps the record, never a silent local copy.
create table registers.correction (
  id uuid primary key,
  register text not null,
  record_id uuid not null,
  body_id integer not null,
  field text not null,
  said text,
  held text,
  state text not null check (state in ('open', 'taken-over', 'source-wrong', 'withdrawn')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text,
  reason text,
  check ((state = 'open') = (closed_at is null))
);
create unique index correction_open on registers.correction (register, record_id, field) where state = 'open';
create index correction_body on registers.correction (register, body_id, state);
