/** The county of `records.ts` after a reform of its places: Dale became Valley, Hill was divided. */
import { files } from './records.ts';

const LISTS = 'dictionary/codes/all.yaml';
const ELEMENTS = 'dictionary/elements/all.yaml';

/** @param asked whether stored places follow the list */
export function recodedFiles(asked: boolean): Readonly<Record<string, string>> {
  const lists = (files[LISTS] ?? '')
    .replace("{ code: '001', names: { en: Hill } }", "{ code: '001', to: 2026-01-01, names: { en: Hill } }")
    .replace(
      "{ code: '002', names: { en: Dale } }",
      `{ code: '002', to: 2026-01-01, names: { en: Dale } }
    - { code: '004', from: 2026-01-01, names: { en: Valley } }
    - { code: '005', from: 2026-01-01, names: { en: Hilltop } }`,
    )
    .replace(
      'successions:',
      `successions:
    - { from: '002', to: '004', day: 2026-01-01, kind: whole }
    - { from: '001', to: '004', day: 2026-01-01, kind: part, share: 0.5 }
    - { from: '001', to: '005', day: 2026-01-01, kind: part, share: 0.5 }`,
    );
  const use = 'codeList: { list: PLACE, recode: true }';
  const elements = (files[ELEMENTS] ?? '').replace('codeList: PLACE', asked ? use : 'codeList: PLACE');
  return { ...files, [LISTS]: lists, [ELEMENTS]: elements };
}
