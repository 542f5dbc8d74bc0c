-- A table is made for a release as it holds on this node: with one overlay of the node, or none (0).
alter table records.table_state add column overlay integer not null default 0;
alter table records.load add column overlay integer not null default 0;
