-- Agreements and requests that are decided at another node: up to which of its changes this node has heard of each.
create table governance.heard (
  kind     text not null check (kind in ('agreement', 'request')),
  code     text not null,
  node     text not null,
  epoch    bigint not null,
  position bigint not null,
  primary key (kind, code));
create index agreement_change_set on governance.agreement (change_set);
create index consumer_grant_change_set on governance.consumer_grant (change_set);
create index request_change_set on governance.request (change_set);
