-- Duplicates that linkage or a check found, as they were counted: the newest count of a register and body holds.
create table registers.duplicates (
  register text not null,
  body_id integer not null,
  counted_at timestamptz not null,
  found integer not null check (found >= 0),
  primary key (register, body_id)
);
