-- From which checkpoint on another key of the node signs the audit trail. The first key stands in audit_identity.
create table platform.audit_key (
  n          integer generated always as identity primary key,
  public_key bytea not null,
  -- Checkpoints larger than this are the new key's; this one and smaller ones are the key's before it.
  epoch      integer not null,
  size       bigint not null,
  -- By the key before it; null when that one was lost, and guardians named the new one.
  signature  bytea,
  changed_at timestamptz not null);
create trigger audit_key_append_only before update or delete or truncate on platform.audit_key
  for each statement execute function platform.refuse_change();
