-- Records whose trusted source another node keeps, and that have not been held against it yet: asked for in rounds, as
-- soon as that node answers.
create table registers.owed_check (
  register text not null,
  record_id uuid not null,
  since timestamptz not null default now(),
  primary key (register, record_id)
);
