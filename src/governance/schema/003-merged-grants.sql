-- A grant that came over with a body that merged: it is kept although the agreement names another, and opens the rows
-- that it opened there, when the agreement says whose only by "the consumer's own tree".
alter table governance.consumer_grant add column row_scope jsonb;
alter table governance.consumer_grant add column kept_by_merge uuid;
-- The registers that one body updates, with that body as a column. It can be written to: a column of a view that is an
-- expression cannot, so the rule is put together again by a trigger.
create view governance.register_updater as
  select name, names, (updating_rule ->> 'body')::integer as body, change_set
  from governance.register where updating_rule ? 'body';
create function governance.set_updater() returns trigger language plpgsql as $$
begin
  update governance.register
  set updating_rule = jsonb_set(updating_rule, '{body}', to_jsonb(new.body)), change_set = new.change_set
  where name = new.name;
  return new;
end $$;
create trigger register_updater_set instead of update on governance.register_updater
  for each row execute function governance.set_updater();
