-- Who answers for a place that uses an element: the body that is asked before the element changes.
alter table dictionary.usage add column owner integer;
