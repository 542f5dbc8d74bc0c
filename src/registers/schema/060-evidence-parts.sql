-- Files of corrections on their way from another node: parts that have come, until all are here.
create table registers.evidence_part (
  correction uuid not null references registers.correction on delete cascade,
  sha256     text not null,
  part       integer not null check (part >= 0),
  bytes      bytea not null,
  primary key (correction, sha256, part));
alter table registers.evidence_part alter column bytes set storage external;
