/** What a closed list gives back: the minutes to sign, and the file for the system that it must feed. */
import { Readable } from 'node:stream';
import type { Context } from '../../platform/context.ts';
import { isRightToLeft } from '../../platform/documents/right-to-left.ts';
import { pick } from '../../platform/texts.ts';
import { writeWorkbook, type ExportValue } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { findSigned, type BodyListRecord } from '../store/body-list.ts';
import type { ListScene } from './read-list.ts';
import { readPeople } from './people.ts';

/** A closed list of this body; another's and none read the same. @throws problems.noSuchList */
export async function signedList({ db }: Pick<Context, 'db'>, scene: ListScene, list: string): Promise<BodyListRecord> {
  const found = await findSigned(db, list);
  if (found?.register !== scene.table.register || found.body !== scene.body.id) throw problems.noSuchList();
  return found;
}

/** The list as it was closed, in the profile's layout. */
export async function layoutFile(
  context: Context,
  scene: ListScene,
  list: BodyListRecord,
  note: (records: readonly string[]) => Promise<void>,
): Promise<Readable> {
  const { layout, language, shown } = scene;
  const at = { epoch: list.epoch ?? 1, position: list.position ?? 0 };
  const people = await readPeople(context, scene, at);
  await note(people.map(({ record }) => record));
  const columns = layout.columns.map(({ header, field, as }) => ({
    name: field ?? '',
    header: pick(header, language),
    type: as === 'number' ? ('numeric' as const) : ('text' as const),
  }));
  const rows = people.map(({ values }, i) =>
    layout.columns.map(({ field, as }): ExportValue => {
      if (as === 'number') return i + 1;
      if (field === undefined) return null;
      return as === 'code' ? (values[field] as ExportValue) : shown(field, values[field]);
    }),
  );
  const t = context.words.translator(language);
  return Readable.from(
    writeWorkbook({
      columns,
      rows: once(rows),
      sheet: pick(layout.names, language),
      rightToLeft: isRightToLeft(language),
      watermark: context.profile.demo ? t('platform:watermark') : undefined,
    }),
    { objectMode: false },
  );
}

async function* once<T>(rows: T): AsyncGenerator<T> {
  yield await Promise.resolve(rows);
}
