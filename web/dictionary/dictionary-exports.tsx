/** The whole dictionary, or the chapter of one entity, as files: as it is written, templates, standards of the field, a book. */
import {
  bookFormats,
  dictionaryFormats,
  getBook,
  getDictionaryExport,
  type DictionaryFormat,
} from '../../src/dictionary/contract.ts';
import { fileAddress } from '../api.ts';
import { useDictionaryWords } from './attribute-words.tsx';
import { ExportMenu } from './export-menu.tsx';

/** What is not called by the name of a standard; the book has a menu of its own. */
const WORDED: ReadonlySet<string> = new Set(['artery', 'excel', 'templates', 'form']);

export function DictionaryExports() {
  const { t, language } = useDictionaryWords();
  const files = dictionaryFormats
    .filter((format) => format !== 'book')
    .map((format) => ({
      format,
      href: fileAddress(getDictionaryExport, { params: { format }, query: { language } }),
      ...(WORDED.has(format) && { label: t(`export.${format}`) }),
    }));
  return <ExportMenu files={files} />;
}

/** What an entity takes with it: itself, its elements and its code lists. */
export function useChapterFiles(chapter: string) {
  const { t, language } = useDictionaryWords();
  const own = (['artery', 'excel'] as const satisfies readonly DictionaryFormat[]).map((format) => ({
    format,
    href: fileAddress(getDictionaryExport, { params: { format }, query: { language, chapter } }),
    label: t(`export.chapter-${format}`),
  }));
  const books = bookFormats.map((format) => ({
    format: `book-${format}`,
    href: fileAddress(getBook, { params: { format }, query: { language, chapter } }),
    label: t(`export.chapter-${format}`),
  }));
  return [...books, ...own];
}
