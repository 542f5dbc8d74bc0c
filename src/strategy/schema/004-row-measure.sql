-- A measure over the rows of a register is said by the dictionary's expression language: of the rows that are among
-- them, those that count. What rooms keep beside the rows (verification, answers, tasks) stays a named source.
alter table strategy.indicator add column counts text check (counts <> '');
alter table strategy.indicator add column among text check (among <> '');
alter table strategy.indicator add check (among is null or counts is not null);
alter table strategy.indicator add check (counts is null or register is not null);
