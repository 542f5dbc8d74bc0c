/** A small tree with a reused code, a merger and branches, as the demo's story has them: invented names and codes. */
import type { TestContext } from './context.ts';
import type { Format } from '../../src/bodies/authored.ts';
import { importBodies } from '../../src/bodies/import-bodies.ts';
import { Problem } from '../../src/platform/http/problem.ts';

export const STORY = `
- { code: TW, names: { en: Centre }, kind: committee, level: central }
- { code: '97', names: { en: Van Moc }, kind: committee, level: province, parent: TW }
- { code: '98', names: { en: Khe Giang }, kind: committee, level: province, parent: TW }
- { code: '99231', names: { en: Da Reu }, kind: commune, level: commune, parent: '98', to: 2025-06-30, ended: merger }
- { code: '99234', names: { en: Khe May (former) }, kind: commune, level: commune, parent: '98', to: 2025-06-30, ended: merger }
- code: '99231'
  names: { vi: Xã Khe Mây, en: Khe May }
  kind: commune
  level: commune
  parent: '98'
  from: 2025-07-01
  aliases: [KM, { name: Old Khe May, to: 2025-06-30 }]
  successions: [{ kind: merge, from: ['99231', '99234'], day: 2025-07-01 }]
- { code: '99215', names: { en: Pho Gach }, kind: commune, level: commune, parent: '98' }
- { code: '99101', names: { vi: Đồng Lau, en: Dong Lau }, kind: commune, level: commune, parent: '97' }
- { code: '99101-01', names: { en: Branch 1 }, kind: branch, level: branch, parent: '99101' }
- { code: '99231-01', names: { en: Branch 1 }, kind: branch, level: branch, parent: '99231' }
`;
export const by = { account: 'tester', body: null, rule: 'governance/reaches-everywhere' };
/** The problem a work ends with, or `done`. */
export const slugOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.kind.slug : String(error)),
  );
export const load = (context: TestContext, text: string, format: Format = 'yaml') =>
  importBodies(context, { files: [{ text, format }], by });
