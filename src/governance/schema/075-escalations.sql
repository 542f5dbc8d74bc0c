-- An answer that is overdue is told to the body above whoever owes it; who was told, of what, and when stays with the request.
alter table governance.request add column escalations jsonb not null default '[]';
