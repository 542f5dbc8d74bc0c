-- Keys of programs that ask for data in the name of a body, proofs that were seen, and who may come without proofs.
create schema if not exists exchange;

create table exchange.client_key (
  -- RFC 7638 thumbprint of the public key; `gw-…` for a client of the gateway profile, which has none.
  client text primary key,
  body integer not null references bodies.body,
  label text not null,
  profile text not null check (profile in ('strong', 'gateway')),
  jwk jsonb,
  -- SHA-256 of a secret of 256 random bits; hex of the certificate's SHA-256 that a gateway vouches for.
  secret_hash bytea,
  certificate text,
  -- Reads invented data and nothing else.
  sandbox boolean not null,
  -- Null: every agreement, every purpose of the body.
  agreements text[],
  purposes text[],
  account text not null,
  created_at timestamptz not null,
  valid_until timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check ((profile = 'strong') = (jwk is not null)),
  check (profile = 'strong' or num_nonnulls(secret_hash, certificate) = 1)
);
create index client_key_body on exchange.client_key (body);

-- Every proof and assertion that was taken, until none of its age is taken any more: shared by the processes of a node,
-- and there after a restart.
create table exchange.seen_proof (
  proof bytea primary key,
  expires_at timestamptz not null
);
create index seen_proof_by_expiry on exchange.seen_proof (expires_at);

-- Consumers whose provider lets them come by a gateway that makes no proofs.
create table exchange.gateway_grant (
  agreement text not null references governance.agreement,
  consumer integer not null references bodies.body,
  account text not null,
  allowed_at timestamptz not null,
  primary key (agreement, consumer)
);
