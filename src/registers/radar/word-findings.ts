/** What was wrong with the reading of files, in words with a remedy. */
import { describeImportFinding } from '../../dictionary/import/index.ts';
import type { Translate } from '../../platform/i18n.ts';
import type { RadarFinding } from './contract-shapes.ts';
import type { ReadingFinding } from './read-forms.ts';

export function wordFinding(finding: ReadingFinding, t: Translate): RadarFinding {
  const { file, sheet, line, pointer, severity, code, values, problem, imported } = finding;
  const place = {
    file,
    ...(sheet !== undefined && { sheet }),
    ...(line !== undefined && { line }),
    ...(pointer !== undefined && { pointer }),
  };
  if (problem) {
    const { room, slug, title, help } = problem.kind;
    const say = (part: string, otherwise: string) =>
      t(`${room}:problems.${slug}.${part}`, { ...problem.extras, defaultValue: otherwise });
    return { ...place, severity, code: slug, message: say('title', title), remedy: say('detail', help) };
  }
  if (imported)
    return {
      ...place,
      severity,
      code,
      message: describeImportFinding(imported, t),
      remedy: t('registers:radar.remedies.imported'),
    };
  return {
    ...place,
    severity,
    code,
    message: t(`registers:radar.findings.${code}`, values),
    remedy: t(`registers:radar.remedies.${code}`),
  };
}
