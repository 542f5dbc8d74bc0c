-- Up to where pages have left for a consumer: what left is counted once, however often it is asked for.
alter table exchange.stream_grant add column sent_epoch integer, add column sent_size bigint;
update exchange.stream_grant set sent_epoch = epoch, sent_size = acknowledged where acknowledged is not null;
