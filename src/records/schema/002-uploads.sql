-- Uploaded files, kept until they are committed or their time is over.
create schema if not exists records;

create table records.upload (
  id uuid primary key,
  scope text not null,
  account text not null,
  name text not null,
  kind text not null,
  size bigint not null,
  sha256 text not null,
  -- How the bytes of a text file are text; null for workbooks.
  charset text,
  -- The person's answer to the question about an old encoding.
  encoding text,
  received_at timestamptz not null,
  expires_at timestamptz not null
);
-- The same bytes are the same upload within a scope, and only there: elsewhere it would tell who sent what.
create unique index upload_same_bytes on records.upload (scope, sha256);
create index upload_expires on records.upload (expires_at);

create table records.upload_chunk (
  upload uuid not null references records.upload on delete cascade,
  part int not null,
  bytes bytea not null,
  primary key (upload, part)
);
-- Workbooks are packed already, and packing text here costs more than reading it.
alter table records.upload_chunk alter column bytes set storage external;
