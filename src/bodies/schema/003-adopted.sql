-- Bodies whose home is another node: up to which of its changes this node has heard of each. What is older changes nothing.
create table bodies.adopted (
  body     integer primary key references bodies.body on delete cascade,
  node     text not null,
  epoch    bigint not null,
  position bigint not null);
