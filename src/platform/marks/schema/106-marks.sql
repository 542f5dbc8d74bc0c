-- Marks of secrecy that were met and refused: where, which form, by whom. Never the text, and no hash of it either,
-- because a short text is found by trying.
create table platform.mark_hit (
  id       uuid primary key,
  at       timestamptz not null,
  -- What was called, or which of the node's own ways in: `registers.upload`, `feed`, `parcel`, `connector`.
  way      text not null,
  -- `title`, `text`, `cell`, `name`, or the part of a file.
  place    text not null,
  rule     text not null,
  degree   text,
  -- Row of a list, 1-based.
  row      integer,
  account  text not null,
  body     integer
);
create index mark_hit_at on platform.mark_hit (at desc, id desc);
