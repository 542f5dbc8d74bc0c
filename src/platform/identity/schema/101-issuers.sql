-- Who works for somebody else is never the compliance unit.
alter table identity.account
  add column employment text not null default 'staff' check (employment in ('staff', 'contractor'));

-- When and how somebody was last asked who he is; absent: as the session began.
alter table identity.session
  add column authenticated_at timestamptz,
  add column strength text not null default 'single' check (strength in ('demo', 'single', 'several')),
  add column issuer text;

-- An account at an issuer (OpenID Connect Core §2: `iss` and `sub` together name a person). The subject is hashed: it is
-- only compared.
create table identity.external_account (
  issuer text not null,
  subject_hash bytea not null,
  account uuid not null references identity.account,
  linked_at timestamptz not null,
  linked_by text not null,
  primary key (issuer, subject_hash),
  unique (issuer, account)
);

-- A sign-in on its way to an issuer and back. State, nonce and code verifier follow from a secret in the browser's cookie
-- and are not stored; what is stored is taken once.
create table identity.login_attempt (
  state_hash bytea primary key,
  issuer text not null,
  back_to text not null,
  -- The session that is to be made stronger; null when somebody signs in.
  session uuid,
  expires_at timestamptz not null
);
create index login_attempt_by_expiry on identity.login_attempt (expires_at);
