/** What people said about a manifest's fields: to which register each of them should refer. Pure. */
import type { Draft } from '../../dictionary/import/index.ts';

export interface Label {
  /** Name of the form and of the field, as `formsOfDraft` gives them. */
  readonly form: string;
  readonly field: string;
  /** Key of the register; as it is written when no register given is called so. */
  readonly target: string;
  /** Whether the register is among those given. */
  readonly reachable: boolean;
  /** A reference that was made, or one that a comment asks for. */
  readonly from: 'reference' | 'comment';
}

const bare = (path: string) => path.trim().replace(/\[.*$/, '').replace(/^\/+/, '');
const dataSetOf = (model: string) => model.replace(/\/[^/]*$/, '');

/**
 * Only what leads to a register of another data set counts: most comments are about units and dates, and a reference
 * inside of a data set is how it is built.
 * @param registers those that can be found; by default those that the drafts describe
 */
export function labelsOf(drafts: readonly Draft[], registers?: readonly string[]): Label[] {
  const models = new Set(registers ?? drafts.flatMap((draft) => draft.entities.map((entity) => entity.name)));
  const byEnd = new Map<string, string[]>();
  for (const model of models) {
    const parts = model.split('/');
    for (let i = 1; i < parts.length - 1; i += 1) {
      const end = parts.slice(i).join('/');
      byEnd.set(end, [...(byEnd.get(end) ?? []), model]);
    }
  }
  const resolve = (path: string): { target: string; reachable: boolean } => {
    if (models.has(path)) return { target: path, reachable: true };
    // Written without the whole path: taken where one register alone ends so.
    const ends = byEnd.get(path.replace(/^datasets\/gov\//, '')) ?? [];
    return ends.length === 1 ? { target: ends[0] as string, reachable: true } : { target: path, reachable: false };
  };
  return drafts.flatMap(({ entities }) =>
    entities.flatMap(({ name: form, fields }) =>
      fields.flatMap((field): Label[] => {
        const commented = (field.said ?? []).flatMap((said) => /\bref:\s*"([^"]+)"/.exec(said)?.[1] ?? []);
        const path =
          field.references ??
          commented.find(
            (one) => (one.replace(/^\//, '').includes('/') && /\/[A-Z]/.test(one)) || /^\/?datasets\//.test(one),
          );
        if (path === undefined || !bare(path).includes('/')) return [];
        const found = resolve(bare(path));
        if (dataSetOf(found.target) === dataSetOf(form)) return [];
        return [{ form, field: field.name, ...found, from: field.references === undefined ? 'comment' : 'reference' }];
      }),
    ),
  );
}
