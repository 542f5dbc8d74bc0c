/** Which sheets a workbook has and where its parts lie (ECMA-376-1 §18.2, ECMA-376-2 §9.3). */
import { posix } from 'node:path';
import { problems } from '../problems.ts';
import type { Zip } from '../zip.ts';
import { attribute, readXml } from './xml.ts';

export interface SheetPart {
  readonly name: string;
  readonly path: string;
  readonly isHidden: boolean;
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly workbook: string;
  readonly styles: string | undefined;
  readonly sharedStrings: string | undefined;
  /** Days are counted from 1904 (old Macs). */
  readonly isFrom1904: boolean;
}

export interface Relation {
  readonly id: string;
  /** Last part of the type's address: `worksheet`, `styles`, `comments`. */
  readonly type: string;
  readonly path: string;
}

/** @throws damagedFile */
export async function readParts(zip: Zip): Promise<WorkbookParts> {
  const root = await readRelations(zip, '');
  const workbook = root.find((relation) => relation.type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const relations = await readRelations(zip, workbook);
  const text = await zip.text(workbook);
  if (text === undefined) throw problems.damagedFile({ part: workbook });
  const sheets: SheetPart[] = [];
  let isFrom1904 = false;
  readXml(text, {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = /^(1|true|on)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = attribute(attributes, 'id');
      const relation = relations.find((one) => one.id === id);
      // Chart sheets and macro sheets have no cells to read.
      if (relation?.type !== 'worksheet') return;
      const isHidden = (attributes['state'] ?? 'visible') !== 'visible';
      sheets.push({ name: attributes['name'] ?? '', path: relation.path, isHidden });
    },
  });
  const pathOf = (type: string) => relations.find((one) => one.type === type && zip.entries.has(one.path))?.path;
  return { sheets, workbook, styles: pathOf('styles'), sharedStrings: pathOf('sharedStrings'), isFrom1904 };
}

/** The relations of a part; '' for the package itself. Targets outside the package are left out. */
export async function readRelations(zip: Zip, part: string): Promise<Relation[]> {
  const text = await zip.text(relationsPath(part));
  const relations: Relation[] = [];
  if (text === undefined) return relations;
  readXml(text, {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const target = attributes['Target'] ?? '';
      const path = target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(part || 'x'), target);
      relations.push({ id: attributes['Id'] ?? '', type: posix.basename(attributes['Type'] ?? ''), path });
    },
  });
  return relations;
}

/** `xl/workbook.xml` → `xl/_rels/workbook.xml.rels`. */
export function relationsPath(part: string): string {
  return posix.join(posix.dirname(part || 'x'), '_rels', `${posix.basename(part)}.rels`);
}
