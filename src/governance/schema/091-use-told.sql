-- What was read under an agreement, told by the node that counts it to the one whose body reads.
create table governance.use_told (
  agreement text not null,
  consumer integer not null references bodies.body,
  -- first day of the period of the quota
  since date not null,
  used integer not null,
  -- different records; 0 without a budget
  seen integer not null,
  at timestamptz not null,
  -- where it was counted: the change that tells it; null where it was heard
  change_set bigint,
  primary key (agreement, consumer)
);
create index use_told_change_set on governance.use_told (change_set);
