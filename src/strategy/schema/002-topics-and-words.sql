-- Like comments are answered together: what they are about, in every language, and the element of the dictionary they speak of.
create table strategy.topic (
  consultation text not null references strategy.consultation,
  code text not null,
  names jsonb not null,
  element text,
  primary key (consultation, code)
);
alter table strategy.comment
  add foreign key (consultation, topic) references strategy.topic (consultation, code);

-- What an indicator counts and who reports it, as sentences name them.
alter table strategy.indicator add column words jsonb;
