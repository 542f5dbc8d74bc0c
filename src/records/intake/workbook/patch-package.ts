/** The lists of a package that must name a new part: content types and relations (ECMA-376-2 §9, §10). */
import { posix } from 'node:path';
import { escapeXml } from '../../export/workbook-parts.ts';
import { editTags, expand, isClosing, isEmptyTag, tagName, tagPrefix } from './xml-tags.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface NewPart {
  readonly path: string;
  /** Content type; a drawing of notes goes by its extension. */
  readonly type: string;
}

export function addContentTypes(text: string, parts: readonly NewPart[]): string {
  const vml = 'application/vnd.openxmlformats-officedocument.vmlDrawing';
  const missing = parts.some((part) => part.path.endsWith('.vml')) && !/Extension="vml"/i.test(text);
  return atEnd(text, 'Types', (p) => {
    const overrides = parts
      .filter((part) => !part.path.endsWith('.vml'))
      .map((part) => `<${p}Override PartName="/${escapeXml(part.path)}" ContentType="${part.type}"/>`);
    return (missing ? `<${p}Default Extension="vml" ContentType="${vml}"/>` : '') + overrides.join('');
  });
}

export interface NewRelation {
  readonly id: string;
  /** `comments`, `vmlDrawing`, `worksheet`, `styles`. */
  readonly type: string;
  readonly path: string;
}

/** Names of relations that the list does not have yet. */
export function freeIds(text: string | undefined): () => string {
  let number = 0;
  return () => {
    do number += 1;
    while (text?.includes(`"rIdNew${String(number)}"`));
    return `rIdNew${String(number)}`;
  };
}

/** Relations of `part`; targets are written relative to it, as programs expect. */
export function addRelations(text: string | undefined, part: string, added: readonly NewRelation[]): string {
  const source =
    text ??
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>';
  return atEnd(source, 'Relationships', (p) =>
    added
      .map(({ id, type, path }) => {
        const target = escapeXml(posix.relative(posix.dirname(part), path));
        return `<${p}Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
      })
      .join(''),
  );
}

/** An entry in the list of sheets, behind the others: names refer to sheets by their place. */
export function addSheet(workbook: string, sheet: { name: string; id: number; relation: string }): string {
  return atEnd(
    workbook,
    'sheets',
    (p) =>
      `<${p}sheet name="${escapeXml(sheet.name)}" sheetId="${String(sheet.id)}" xmlns:r="${OFFICE}" r:id="${sheet.relation}"/>`,
  );
}

function atEnd(text: string, name: string, inner: (prefix: string) => string): string {
  return editTags(text, (tag) => {
    if (tagName(tag) !== name) return undefined;
    if (isEmptyTag(tag)) return expand(tag, inner(tagPrefix(tag)));
    return isClosing(tag) ? inner(tagPrefix(tag)) + tag : undefined;
  });
}
