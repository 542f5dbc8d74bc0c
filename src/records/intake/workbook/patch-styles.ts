/** Adds a red twin for each style that a wrong cell has: everything else of the style stays (ECMA-376-1 §18.8). */
import { editTags, isClosing, isEmptyTag, setAttribute, tagName, tagPrefix } from './xml-tags.ts';

/** Light red, as spreadsheets use it for bad cells: dark text on it keeps a contrast of 12:1. */
const RED = 'FFFFC7CE';

export interface StylePatch {
  /** Index of the red twin of a style; the same twin for the same style. */
  mark(style: number): number;
  /** The part with all twins that were asked for. */
  write(): string;
}

export function patchStyles(text: string | undefined): StylePatch {
  const source = text ?? EMPTY;
  const { styles, fills } = readLists(source);
  const twins = new Map<number, number>();
  return {
    mark(style) {
      const known = twins.get(style) ?? styles.length + twins.size;
      twins.set(style, known);
      return known;
    },
    write() {
      const added = [...twins.keys()].map((style) => twinOf(styles[style] ?? styles[0] ?? '<xf/>', fills));
      return writeLists(source, { added, styles: styles.length, fills });
    },
  };
}

/** The styles of cells as written, whole elements, and the number of fills. */
function readLists(text: string): { styles: string[]; fills: number } {
  const list = /<((?:\w+:)?)cellXfs[\s>][\s\S]*?<\/\1cellXfs>/.exec(text)?.[0] ?? '';
  const styles = list.match(/<((?:\w+:)?)xf(?=[\s/>])(?:[^>"]|"[^"]*")*?(?:\/>|>[\s\S]*?<\/\1xf>)/g) ?? [];
  const fillList = /<((?:\w+:)?)fills[\s>][\s\S]*?<\/\1fills>/.exec(text)?.[0] ?? '';
  return { styles, fills: (fillList.match(/<(?:\w+:)?fill(?=[\s/>])/g) ?? []).length };
}

function twinOf(style: string, fill: number): string {
  const end = style.indexOf('>') + 1;
  const marked = setAttribute(setAttribute(style.slice(0, end), 'fillId', String(fill)), 'applyFill', '1');
  return marked + style.slice(end);
}

function writeLists(text: string, add: { added: readonly string[]; styles: number; fills: number }): string {
  if (add.added.length === 0) return text;
  return editTags(text, (tag) => {
    const name = tagName(tag);
    if (name === 'fills') {
      const p = tagPrefix(tag);
      const red = `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor rgb="${RED}"/><${p}bgColor indexed="64"/></${p}patternFill></${p}fill>`;
      return isClosing(tag) ? red + tag : setAttribute(tag, 'count', String(add.fills + 1));
    }
    if (name !== 'cellXfs' || isEmptyTag(tag)) return undefined;
    return isClosing(tag)
      ? add.added.join('') + tag
      : setAttribute(tag, 'count', String(add.styles + add.added.length));
  });
}

const EMPTY =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="1"><xf xfId="0"/></cellXfs></styleSheet>';
