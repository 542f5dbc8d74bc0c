import { describe, expect, it } from 'vitest';
import { matchColumns } from './match-columns.ts';
import { testPlan } from './testing/dictionary.ts';

const plan = testPlan();
const [resident] = plan.entities;
const match = (headers: readonly string[] | readonly (readonly string[])[]) =>
  matchColumns(resident!, headers, plan.settings);
const fields = (headers: readonly string[] | readonly (readonly string[])[]) =>
  match(headers).map((proposal) => (proposal.skipped ? 'skipped' : (proposal.field ?? 'unknown')));

describe('matching columns', () => {
  it('knows names, synonyms, old names and physical names in any language and without marks', () => {
    expect(fields(['No.', 'PIN', 'NOM COMPLET', 'sexe', 'income', 'Remarks', 'Colour'])).toEqual([
      'skipped',
      'person_id',
      'full_name',
      'sex',
      'income',
      'skipped',
      'unknown',
    ]);
    expect(fields(['Numero personnel'])).toEqual(['person_id']);
    expect(fields(['OldPin', 'date_of_birth', 'born_on'])).toEqual(['person_id', 'born_on', 'unknown']);
  });

  it('gives a field to one column only, the surest', () => {
    const [first, second] = match(['Nom', 'Full name']);
    expect(first).toMatchObject({ why: 'unknown' });
    expect(second).toMatchObject({ field: 'full_name', why: 'name', confidence: 1 });
  });

  it('reads two header rows with merged titles', () => {
    expect(
      fields([
        ['', 'Person', '', 'Moved', '', ''],
        ['No.', 'Name', 'Date of birth (dd/mm/yyyy)', 'in on', 'out on', 'Remark'],
      ]),
    ).toEqual(['skipped', 'full_name', 'born_on', 'moved_in', 'moved_out', 'remark']);
  });

  it('reads names that stand above one another as one, as a reader of files gives them', () => {
    expect(fields(['No.', 'Person / Name', 'Person / Date of birth', 'Moved / in on', 'Moved / out on'])).toEqual([
      'skipped',
      'full_name',
      'born_on',
      'moved_in',
      'moved_out',
    ]);
    expect(match(['Person / Name'])[0]).toMatchObject({ header: 'Person / Name', why: 'synonym' });
  });

  it('tolerates numbering and spelling, and says how sure it is and why', () => {
    const [numbered, misspelt, none] = match(['(3) Date of birth', 'Prish of birth', 'zzzz']);
    expect(numbered).toMatchObject({ field: 'born_on', why: 'name' });
    expect(misspelt).toMatchObject({ field: 'birth_parish', why: 'similar-name', matched: 'Parish of birth' });
    expect(misspelt?.confidence).toBeLessThan(0.9);
    expect(none).toMatchObject({ why: 'unknown', confidence: 0, skipped: false });
  });

  it('does not take a remark for a remark column twice', () => {
    expect(fields(['Remark', ''])).toEqual(['remark', 'skipped']);
  });
});
