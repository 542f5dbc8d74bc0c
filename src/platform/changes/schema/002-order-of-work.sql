-- The order in which change sets were appended, which each transaction does last: of two that changed one record, the
-- second could only begin its change when the first had committed, so numbering by it never turns the two around. The id
-- cannot tell: it is taken before the work. (The simulation's planted bug `stamps-by-id` shows what happens otherwise.)
alter table platform.change_set add column appended bigint generated always as identity;
drop index platform.change_set_unsequenced;
create index change_set_unsequenced on platform.change_set (appended) where position is null;
