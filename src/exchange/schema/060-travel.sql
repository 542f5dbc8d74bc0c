-- What the other node has parked waits for something that has not come there; what was made after it goes on meanwhile.
alter table exchange.parcel_out add column waits_for text;

-- Which nodes were told everything that is at home here, and with which homes: told again when homes moved.
create table exchange.greeted (
  node  text primary key,
  homes text not null);
