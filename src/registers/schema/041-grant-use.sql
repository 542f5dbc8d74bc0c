-- What was read under an agreement is counted beside its grants, where both sides see it.
insert into governance.grant_use (agreement, consumer, day, used)
select u.agreement, u.body_id, u.day, u.used from registers.lookup_use u
join governance.agreement a on a.code = u.agreement join bodies.body b on b.id = u.body_id
on conflict do nothing;
drop table registers.lookup_use;
