-- What a draft says about itself: where it comes from, and that it was not issued.
alter table strategy.document add column note jsonb;
