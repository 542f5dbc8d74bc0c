-- Proposals to change the dictionary: drafts that are reviewed as a whole, and what people said and decided about them.
create table dictionary.proposal (
  number integer generated always as identity primary key,
  title text not null,
  reason text not null,
  origin text not null check (origin in ('edit', 'import', 'profile')),
  target text not null check (target in ('dictionary', 'overlay')),
  state text not null check (state in ('draft', 'in-review', 'returned', 'approved', 'released', 'rejected', 'withdrawn')),
  -- Rises with every act: the ETag.
  revision integer not null default 1,
  base_release integer not null references dictionary.release,
  account text not null,
  body integer,
  -- The post that owes the mending when it is returned.
  post text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  submitted_at timestamptz,
  due date,
  decided_at timestamptz,
  decision_no text,
  effective_from date,
  released_at timestamptz,
  release integer references dictionary.release,
  -- What was imported: format, files, hash, references that lead nowhere.
  source jsonb,
  check ((state = 'released') = (release is not null)),
  check (state not in ('approved', 'released') or effective_from is not null)
);
create index proposal_newest on dictionary.proposal (state, number desc);

-- Whoever made, edited or submitted it: none of them decides about it.
create table dictionary.proposal_maker (
  proposal integer not null references dictionary.proposal,
  account text not null,
  primary key (proposal, account)
);

create table dictionary.proposal_entry (
  proposal integer not null references dictionary.proposal,
  kind text not null check (kind in ('element', 'entity', 'code-list', 'settings')),
  key text collate "C" not null,
  action text not null check (action in ('put', 'remove')),
  -- `json`, not `jsonb`: members stay in the order in which they were written.
  authored json,
  -- What the author saw: the third side when the release in force has moved on; absent when it was not there.
  base json,
  changed_by text not null,
  changed_body integer,
  changed_at timestamptz not null,
  primary key (proposal, kind, key),
  check ((action = 'put') = (authored is not null))
);
create index proposal_entry_key on dictionary.proposal_entry (kind, key);

-- What was handed in is what is reviewed, approved and released: to the letter.
create function dictionary.refuse_proposal_change() returns trigger language plpgsql as $$
declare
  standing text;
begin
  select p.state into standing from dictionary.proposal p where p.number = coalesce(new.proposal, old.proposal);
  if standing not in ('draft', 'returned') then
    raise exception 'a proposal that was handed in is not changed' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger proposal_entry_is_frozen before insert or update or delete on dictionary.proposal_entry
  for each row execute function dictionary.refuse_proposal_change();

create table dictionary.proposal_review (
  id bigint generated always as identity primary key,
  proposal integer not null references dictionary.proposal,
  action text not null,
  from_state text,
  to_state text not null,
  account text not null,
  body integer,
  at timestamptz not null,
  note text
);
create index proposal_review_of on dictionary.proposal_review (proposal, id);

create table dictionary.proposal_comment (
  id integer generated always as identity primary key,
  proposal integer not null references dictionary.proposal,
  kind text,
  key text collate "C",
  pointer text,
  text text not null,
  account text not null,
  body integer,
  at timestamptz not null,
  resolved_by text,
  resolved_body integer,
  resolved_at timestamptz,
  check ((kind is null) = (key is null)),
  check (pointer is null or kind is not null),
  check ((resolved_by is null) = (resolved_at is null))
);
create index proposal_comment_of on dictionary.proposal_comment (proposal, id);

-- Every dictionary that the profile came with, the newest last: what the profile itself changed is the difference of two.
create table dictionary.profile_plan (
  id integer generated always as identity primary key,
  hash text not null,
  plan json not null,
  proposal integer references dictionary.proposal,
  installed_at timestamptz not null
);
