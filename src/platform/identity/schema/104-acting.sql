-- The delegation under which whoever is signed in acts for another body; null: in his own posts.
alter table identity.session add column acting uuid;
