/** Tells the dictionary where its elements are counted and commented on, so that an element's page can say it. */
import { registerUsage, replaceUsage } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { pick, type Texts } from '../platform/texts.ts';
import type { AuthoredIndicator } from './read-profile.ts';
import { allConsultations, commentsOf, topicsOf } from './store/consultation.ts';

export async function noteUses(
  { words }: Pick<Context, 'words'>,
  tx: Db,
  indicators: readonly AuthoredIndicator[],
  /** What measures over rows read, by indicator. */
  measured: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const { code, names, elements: stated } of indicators) {
    const read = measured.get(code);
    const elements = stated || read ? [...new Set([...(stated ?? []), ...(read ?? [])])] : undefined;
    if (elements)
      await replaceUsage(tx, { room: 'strategy', kind: 'indicator', subject: code, label: names }, elements);
  }
  for (const { code, names } of await allConsultations(tx)) {
    const comments = await commentsOf(tx, code);
    const subject = { room: 'strategy', kind: 'consultation', subject: code };
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
