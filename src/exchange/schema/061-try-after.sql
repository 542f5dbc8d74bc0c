-- What the other node has parked is brought again later and later: it may wait for something that never comes.
alter table exchange.parcel_out add column try_after timestamptz;
