-- Codes that a migration left as they were stored, because their successor depends on the day or is more than one:
-- [{"field": …, "code": …, "why": …, "rows": …}]
alter table records.migration add column kept jsonb not null default '[]';
