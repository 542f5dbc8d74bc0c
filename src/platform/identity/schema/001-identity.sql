-- Accounts, sessions and keys. Secrets are never here: a password as Argon2id, a session and a key as SHA-256.
create schema identity;

create table identity.account (
  id uuid primary key,
  name text not null,
  -- The name folded (no marks, lower case): two names a person would confuse are one.
  folded text not null constraint account_name_taken unique,
  display_name text not null,
  kind text not null check (kind in ('person', 'machine')),
  password_hash text,
  language text,
  demo boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz
);

create table identity.session (
  id uuid primary key,
  hash bytea not null unique,
  account uuid not null references identity.account,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  -- Moves on with use, never past ends_at.
  expires_at timestamptz not null,
  ends_at timestamptz not null,
  agent text not null
);
create index session_of_account on identity.session (account);
create index session_by_expiry on identity.session (expires_at);

create table identity.key (
  id uuid primary key,
  hash bytea not null unique,
  -- The first characters, to tell keys apart in a list.
  hint text not null,
  label text not null,
  account uuid not null references identity.account,
  created_at timestamptz not null,
  used_at timestamptz,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index key_of_account on identity.key (account);

-- Failed sign-ins, counted in the database because several processes share them. The subject is hashed: people type
-- passwords into the field for the name.
create table identity.attempt (
  kind text not null check (kind in ('name', 'address')),
  subject bytea not null,
  failures integer not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null,
  primary key (kind, subject)
);

-- What an act answered the first time, so that the same act sent twice is done once.
create table platform.idempotency (
  actor text not null,
  key text not null,
  request_hash bytea not null,
  -- Null only inside the transaction that does the act.
  response jsonb,
  expires_at timestamptz not null,
  primary key (actor, key)
);
create index idempotency_by_expiry on platform.idempotency (expires_at);
