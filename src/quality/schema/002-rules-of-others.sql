-- Rules that rooms to the right bring: each is counted by its own follower, and leaves the others alone.
alter table quality.tally add column counted_by text not null default 'quality.scores';
