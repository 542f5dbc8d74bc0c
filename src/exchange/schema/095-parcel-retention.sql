-- What a parcel said goes some time after it was settled; that it was sent, taken or refused stays, with the hash of it.
alter table exchange.parcel_out alter column payload drop not null,
  add column hash bytea, add column dropped_at timestamptz,
  add check ((payload is null) = (dropped_at is not null)),
  -- never before the other side has answered
  add check (dropped_at is null or settled_at is not null);
alter table exchange.parcel_in alter column payload drop not null,
  add column hash bytea, add column dropped_at timestamptz,
  add check ((payload is null) = (dropped_at is not null));
create index parcel_out_kept on exchange.parcel_out (settled_at) where settled_at is not null and dropped_at is null;
create index parcel_in_kept on exchange.parcel_in (received_at) where dropped_at is null;
