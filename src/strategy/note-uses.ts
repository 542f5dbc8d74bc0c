/** Tells the dictionary where its elements are counted and commented on, so that an element's page can say it. */
import { registerUsage, replaceUsage } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { pick, type Texts } from '../platform/texts.ts';
import type { AuthoredIndicator, AuthoredTask } from './read-profile.ts';
import { allConsultations, commentsOf, topicsOf } from './consultations/store/consultation.ts';

export interface Used {
  readonly indicators: readonly AuthoredIndicator[];
  readonly tasks: readonly AuthoredTask[];
  /** What measures over rows read, by indicator. */
  readonly measured: ReadonlyMap<string, readonly string[]>;
  /** Id of a body by its code. */
  readonly bodyOf: (code: string) => number;
}

export async function noteUses(
  { words }: Pick<Context, 'words'>,
  tx: Db,
  { indicators, tasks, measured, bodyOf }: Used,
): Promise<void> {
  for (const { code, names, elements: stated, owner: body } of indicators) {
    const read = measured.get(code);
    const elements = stated || read ? [...new Set([...(stated ?? []), ...(read ?? [])])] : undefined;
    if (!elements) continue;
    const owner = body === undefined ? null : bodyOf(body);
    await replaceUsage(tx, { room: 'strategy', kind: 'indicator', subject: code, label: names, owner }, elements);
    // A task whose product an indicator measures is measured by the same elements.
    for (const task of tasks.filter(({ indicator }) => indicator === code)) {
      const use = { room: 'strategy', kind: 'task', subject: task.code, label: task.names, owner: bodyOf(task.lead) };
      await replaceUsage(tx, use, elements);
    }
  }
  for (const { code, names, drafter } of await allConsultations(tx)) {
    const comments = await commentsOf(tx, code);
    const subject = { room: 'strategy', kind: 'consultation', subject: code, owner: drafter };
    await replaceUsage(tx, { ...subject, label: names }, []);
    for (const topic of await topicsOf(tx, code)) {
      const count = comments.filter((comment) => comment.topic === topic.code).length;
      if (topic.element === null || count === 0) continue;
      const label = (language: string) =>
        words.translator(language)('strategy:consultation.use', { count, consultation: pick(names, language) });
      const labels: Texts = Object.fromEntries(words.languages.map((language) => [language, label(language)]));
      await registerUsage(tx, { ...subject, element: topic.element, label: labels });
    }
  }
}
