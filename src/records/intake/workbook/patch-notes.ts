/** Notes of cells: their texts (ECMA-376-1 §18.7) and, in the old drawing language, where they show (§19.4). */
import { columnLetter } from '../../export/column-letter.ts';
import { escapeXml } from '../../export/workbook-parts.ts';
import { editTags, expand, getAttribute, isClosing, isEmptyTag, tagName, tagPrefix } from './xml-tags.ts';

export interface Note {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

const reference = (note: Note) => `${columnLetter(note.column)}${String(note.row)}`;

/** The part with the texts; a note that a cell has already is kept and gets the new text below it. */
export function patchTexts(existing: string | undefined, notes: readonly Note[]): string {
  const source = existing ?? NO_TEXTS;
  const waiting = new Map(notes.map((note) => [reference(note), note]));
  let prefix = '';
  let current: Note | undefined;
  return editTags(source, (tag) => {
    const name = tagName(tag);
    if (name === 'comments') prefix = tagPrefix(tag);
    if (name === 'comment' && !isClosing(tag)) {
      const ref = getAttribute(tag, 'ref') ?? '';
      current = waiting.get(ref);
      waiting.delete(ref);
    }
    // A plain <t> as the only text of a note cannot stand beside a run, so runs are always added as runs.
    if (name === 'text' && isClosing(tag) && current) return run(`\n${current.text}`, prefix) + tag;
    if (name === 'commentList' && isEmptyTag(tag)) return expand(tag, all(waiting.values(), prefix));
    return name === 'commentList' && isClosing(tag) ? all(waiting.values(), prefix) + tag : undefined;
  });
}

const run = (text: string, prefix: string) =>
  `<${prefix}r><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}r>`;

const all = (notes: Iterable<Note>, p: string) =>
  [...notes]
    .map(
      (note) =>
        `<${p}comment ref="${reference(note)}" authorId="0"><${p}text>${run(note.text, p)}</${p}text></${p}comment>`,
    )
    .join('');

const NO_TEXTS =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author></author></authors>' +
  '<commentList></commentList></comments>';

/** Numbers of shapes come in blocks of 1024, and the head of the drawing names its blocks. */
const BLOCK = 1024;

/** The drawing with a hidden box for each note; boxes that are there stay. */
export function patchDrawing(existing: string | undefined, notes: readonly Note[]): string {
  const used = [...(existing ?? '').matchAll(/_x0000_s(\d+)/g)].map((match) => Number(match[1]));
  const taken = drawnCells(existing ?? '');
  const added = notes.filter((note) => !taken.has(reference(note)));
  const first = Math.max(BLOCK, ...used) + 1;
  const shapes = added.map((note, i) => shape(note, first + i)).join('');
  if (existing !== undefined) {
    const end = existing.lastIndexOf('</xml>');
    return end === -1 ? existing : existing.slice(0, end) + shapes + existing.slice(end);
  }
  const blocks = Array.from({ length: Math.ceil((added.length + 1) / BLOCK) }, (_, i) => String(i + 1));
  return `${drawingHead(blocks.join(','))}${shapes}</xml>`;
}

function drawnCells(drawing: string): Set<string> {
  const cells = drawing.matchAll(/<x:Row>(\d+)<\/x:Row>\s*<x:Column>(\d+)<\/x:Column>/g);
  return new Set([...cells].map(([, row, column]) => `${columnLetter(Number(column))}${String(Number(row) + 1)}`));
}

const drawingHead = (blocks: string) =>
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ' +
  'xmlns:x="urn:schemas-microsoft-com:office:excel">' +
  `<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${blocks}"/></o:shapelayout>` +
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">' +
  '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';

/** A box three columns wide, and as high as its text needs at some 34 characters a line. */
function shape(note: Note, id: number): string {
  const { column } = note;
  const row = note.row - 1;
  const height = Math.min(
    12,
    2 + note.text.split('\n').reduce((lines, line) => lines + Math.ceil((line.length + 1) / 34), 0),
  );
  const anchor = [column + 1, 15, Math.max(0, row - 1), 10, column + 4, 15, Math.max(0, row - 1) + height, 4];
  return (
    `<v:shape id="_x0000_s${String(id)}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;` +
    'width:220pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">' +
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>' +
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
    `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor.join(', ')}</x:Anchor>` +
    `<x:AutoFill>False</x:AutoFill><x:Row>${String(row)}</x:Row><x:Column>${String(column)}</x:Column></x:ClientData></v:shape>`
  );
}
