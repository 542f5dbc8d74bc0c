/** XML of a workbook as a stream of events. Document types are refused, so there are no entities to expand (XXE). */
import { SaxesParser } from 'saxes';
import { Problem } from '../../../platform/http/problem.ts';
import { problems } from '../problems.ts';

export interface XmlEvents {
  /** Local name: some producers write every element with a prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

export interface XmlReader {
  write(text: string): void;
  end(): void;
}

/** @throws forbiddenXml, damagedFile */
export function createXmlReader(events: XmlEvents): XmlReader {
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw problems.forbiddenXml();
  });
  parser.on('error', () => {
    throw problems.damagedFile();
  });
  parser.on('opentag', (tag) => events.open(localName(tag.name), tag.attributes as Record<string, string>));
  if (events.text) {
    parser.on('text', events.text.bind(events));
    parser.on('cdata', events.text.bind(events));
  }
  parser.on('closetag', (tag) => events.close?.(localName(tag.name)));
  return { write: (text) => void parser.write(text), end: () => void parser.close() };
}

export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** An attribute by its local name: relation ids come with any prefix. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => localName(key) === name)?.[1];
}

export function readXml(text: string, events: XmlEvents): void {
  const reader = createXmlReader(events);
  reader.write(text);
  reader.end();
}

/** Unpacked pieces of an entry as text; what the packer damaged is said as such. */
export async function* xmlText(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of stream) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw error instanceof Problem ? error : problems.damagedFile();
  }
}
