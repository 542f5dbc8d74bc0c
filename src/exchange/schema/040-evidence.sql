-- Evidence: what this node witnessed of others' logs, what others witnessed of its own, and the boot fence. See docs/adr/0024.
create schema if not exists exchange;

-- As a witness: the largest tree of each log that was cosigned here. Compare-and-set under the row's lock.
create table exchange.witnessed (
  origin      text primary key,
  node        text not null,
  size        bigint not null,
  root        bytea not null,
  note        text not null, -- with our own line
  cosigned_at timestamptz not null);
create index witnessed_node on exchange.witnessed (node);

-- Two signed notes that do not go together. Never deleted: it is what proves a fork to a third party.
create table exchange.fork_evidence (
  id       uuid primary key,
  origin   text not null,
  node     text not null,
  kind     text not null check (kind in ('forked', 'unproved')),
  held     text not null,
  offered  text not null,
  found_at timestamptz not null,
  -- Signed notes and nothing else make it one case, however often it is sent.
  case_key text not null unique);

-- As a log: what each witness last said of each of our logs.
create table exchange.witness_answer (
  origin       text not null,
  witness      text not null,
  size         bigint not null default 0,
  line         text, -- the cosignature
  note         text, -- what it is over
  cosigned_at  timestamptz,
  asked_at     timestamptz,
  problem      text,
  primary key (origin, witness));

-- The boot fence as this database knows it. A restored database says what it said then: so every start asks anew.
create table exchange.fence (
  one            boolean primary key default true check (one),
  state          text not null check (state in ('open', 'unconfirmed', 'fenced')),
  since          timestamptz not null,
  own_epoch      integer,
  own_size       bigint,
  witnessed_epoch integer,
  witnessed_size bigint,
  note           text,
  witness        text);
insert into exchange.fence (state, since) values ('open', now());

-- Losses that were declared: the epoch that begins with them, and the last witnessed note of the one that ended.
create table exchange.declared_loss (
  epoch       integer primary key,
  ended_epoch integer not null,
  held_size   bigint not null,
  lost_from   bigint not null,
  lost_to     bigint not null,
  note        text not null,
  witness     text not null,
  reason      text not null,
  actor       text not null,
  declared_at timestamptz not null);

-- Behind the fence nothing is written, by whomever: a page, a command, a follower, a feed.
create function exchange.refuse_behind_fence() returns trigger language plpgsql as $$
begin
  if exists (select 1 from exchange.fence where state = 'fenced')
     and coalesce(current_setting('artery.recovering', true), '') <> 'yes' then
    raise exception 'this node is read-only: its database is older than what its witnesses saw'
      using errcode = 'AR001', hint = 'artery node recover';
  end if;
  return null;
end $$;
create trigger change_set_behind_fence before insert on platform.change_set
  for each statement execute function exchange.refuse_behind_fence();
