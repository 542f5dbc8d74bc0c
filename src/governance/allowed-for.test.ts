/** A page's answers are those of `decide`, row by row. */
import { expect, it } from 'vitest';
import { allCells, questionOf } from '../../test/harness/decisions.ts';
import { allowedFor } from './allowed-for.ts';
import { decide } from './decide.ts';

it('says of each row and permission what decide says', async () => {
  const questions = (await allCells()).filter((_, i) => i % 997 === 0).map(questionOf);
  const homes = questions.slice(0, 40).map(({ about }) => about.body);
  const permissions = questions.slice(0, 12).map(({ permission: { entry } }, i) => ({ name: `p${String(i)}`, entry }));
  let refused = 0;
  for (const question of questions.slice(0, 50)) {
    const { body: _, ...about } = question.about;
    const answers = allowedFor(question, permissions, homes);
    expect(answers).toHaveLength(homes.length);
    const pairs = homes.flatMap((home, i) => permissions.map((permission) => ({ home, i, ...permission })));
    for (const { home, i, name, entry } of pairs) {
      const asked = {
        ...question,
        permission: { name, ...(entry && { entry }) },
        about: { ...about, ...(home && { body: home }) },
      };
      const decision = decide(asked);
      expect(answers[i]?.[name]).toEqual(decision);
      if (!decision.allowed) refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
