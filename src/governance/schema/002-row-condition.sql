-- Which rows an agreement opens is said twice: whose rows, by the tree of bodies (`row_scope`), and which of them, by a
-- condition of the dictionary's expression language on the fields of the register. What was agreed before opens all
-- rows of its tree: no condition.
alter table governance.agreement add column row_condition text check (row_condition <> '');
