/** DSA manifests (one table of fifteen columns for datasets, models and properties) → drafts; nothing of a row is lost. */
import { readRows, type Row } from './csv-rows.ts';
import { having, said } from './document.ts';
import type { Draft, DraftCode, DraftEntity, DraftField, DraftList, ImportFindings, Opened, Spot } from './model.ts';
import { refuseOther } from './open-file.ts';

const COLUMNS =
  'id,dataset,resource,base,model,property,type,ref,source,prepare,level,access,uri,title,description'.split(',');
type Cells = Readonly<Record<string, string>>;

interface Model {
  name: string;
  readonly key: string[];
  readonly fields: Building[];
  readonly cells: Cells;
  readonly spot: Spot;
}
interface Building {
  readonly name: string;
  readonly cells: Cells;
  readonly spot: Spot;
  readonly codes: DraftCode[];
  readonly said: string[];
}

interface Shared {
  readonly name: string;
  readonly codes: DraftCode[];
  readonly spot: Spot;
}

export function readDsa(opened: Opened): Draft {
  const rows = readRows(opened, ',');
  const [head, ...body] = rows ?? [];
  if (!head) return { entities: [], lists: [] };
  const columns = head.cells.map((cell) => cell.trim().toLowerCase());
  if (!['dataset', 'model', 'property', 'type'].every((name) => columns.includes(name))) {
    refuseOther(opened);
    return { entities: [], lists: [] };
  }
  for (const name of columns) {
    if (!COLUMNS.includes(name)) opened.findings.warn({ file: opened.file, line: 1 }, 'unknown-column', { name });
  }
  const state = new Reading(opened);
  for (const row of body) state.row(cellsOf(row, columns), { file: opened.file, line: row.line });
  return state.draft();
}

const cellsOf = ({ cells }: Row, columns: readonly string[]): Cells =>
  Object.fromEntries(columns.map((name, place) => [name, (cells[place] ?? '').trim()]));

class Reading {
  private readonly models: Model[] = [];
  private dataset = '';
  private model: Model | undefined;
  private field: Building | undefined;
  private list: Shared | undefined;
  private readonly shared = new Map<string, Shared>();
  /** What a row without names goes on with: the last type that was said. */
  private open = '';
  private readonly prefixes = new Map<string, string>();
  private readonly findings: ImportFindings;

  constructor({ findings }: Opened) {
    this.findings = findings;
  }

  row(cells: Cells, spot: Spot): void {
    const of = (name: string) => cells[name] ?? '';
    if (Object.values(cells).every((cell) => cell === '')) return;
    if (of('dataset') !== '') {
      this.dataset = of('dataset').replace(/^\/+/, '');
      this.model = this.field = undefined;
      this.open = 'dataset';
    } else if (of('property') !== '') this.property(cells, spot);
    else if (of('model') !== '') this.startModel(cells, spot);
    else if (of('resource') !== '' || of('base') !== '') this.open = of('resource') === '' ? 'base' : 'resource';
    else this.detail(cells, spot);
  }

  private startModel(cells: Cells, spot: Spot): void {
    const written = cells['model'] ?? '';
    const name = written.startsWith('/')
      ? written.slice(1)
      : [this.dataset, written].filter((one) => one !== '').join('/');
    const key = (cells['ref'] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    this.model = { name, key, fields: [], cells, spot };
    this.models.push(this.model);
    this.field = undefined;
    this.open = 'model';
  }

  private property(cells: Cells, spot: Spot): void {
    this.field = { name: cells['property'] ?? '', cells, spot, codes: [], said: [] };
    this.open = 'property';
    if (this.model) this.model.fields.push(this.field);
    else this.findings.error(spot, 'property-without-model', { name: this.field.name });
  }

  /** Enumerations, comments, prefixes and their further rows. */
  private detail(cells: Cells, spot: Spot): void {
    const type = cells['type'] === '' ? this.open : (cells['type'] ?? '');
    const isNew = (cells['type'] ?? '') !== '';
    if (type === 'enum') this.code(cells, spot, isNew);
    else if (type === 'comment') this.comment(cells);
    else if (type === 'prefix' || type === 'ns') this.prefixes.set(cells['ref'] ?? '', cells['uri'] ?? '');
    else
      this.findings.warn(spot, 'not-understood', { text: Object.values(cells).filter(Boolean).join(' ').slice(0, 80) });
    if (isNew) this.open = type;
  }

  /** Of the property above, or of a list with a name of its own that properties refer to. */
  private code(cells: Cells, spot: Spot, isNew: boolean): void {
    if (!this.field && isNew) this.startList(cells['ref'] ?? '', spot);
    const value = firstOf(cells, 'prepare', 'source');
    const owner = this.field ?? this.list;
    if (!owner) return this.findings.warn(spot, 'not-understood', { text: value ?? 'enum' });
    const { name: list, codes } = owner;
    if (value === undefined) return isNew ? undefined : this.findings.warn(spot, 'code-missing', { list });
    const code = unquote(value);
    // The absence of a value is no code.
    if (code === 'null' || code === '') return this.findings.note(spot, 'empty-code', { list });
    codes.push(codeOf(code, cells, spot));
  }

  private startList(name: string, spot: Spot): void {
    this.list = name === '' ? undefined : { name, codes: [], spot };
    if (this.list) this.shared.set(name, this.list);
  }

  private comment(cells: Cells): void {
    const text = ['ref', 'prepare', 'uri', 'title', 'description']
      .map((one) => cells[one])
      .filter(Boolean)
      .join(' ');
    this.field?.said.push(text);
  }

  draft(): Draft {
    const lists: DraftList[] = [...this.shared.values()].map(({ name, codes, spot }) => ({
      name,
      names: { '': name },
      items: codes,
      spot,
    }));
    const entities = this.models.map((model): DraftEntity => {
      const fields = model.fields.map((field) => this.finish(field, model, lists));
      return having<DraftEntity>({
        name: model.name,
        aliases: [`/${model.name}`],
        title: said(firstOf(model.cells, 'title')),
        definition: said(firstOf(model.cells, 'description')),
        key: model.key.filter((one) => this.knownKey(one, model)),
        fields,
        spot: model.spot,
      });
    });
    return { entities, lists };
  }

  private knownKey(key: string, model: Model): boolean {
    const isKnown = model.fields.some((field) => field.name === key);
    if (!isKnown && model.fields.length > 0) this.findings.warn(model.spot, 'unknown-key', { name: model.name, key });
    return isKnown;
  }

  private finish(field: Building, model: Model, lists: DraftList[]): DraftField {
    const { cells, codes, spot } = field;
    const written = cells['type'] ?? '';
    const base = written.replace(/\s*\(.*$/, '').replace(/\s+(required|unique)\b/g, '');
    const type = TYPES[base];
    if (type === undefined) this.findings.warn(spot, 'type-kept-as-text', { name: field.name, type: written });
    const own = codes.length > 0 ? `${model.name}_${field.name}` : undefined;
    if (own !== undefined) lists.push({ name: own, names: { '': cells['title'] || field.name }, items: codes, spot });
    return having<DraftField>({
      name: field.name,
      title: said(firstOf(cells, 'title')),
      definition: said(firstOf(cells, 'description')),
      type: type ?? 'text',
      ...this.refOf(base, cells['ref'] ?? ''),
      required: /\brequired\b/.test(written) || undefined,
      list: own ?? this.sharedList(base, cells['ref'] ?? ''),
      sharing: cells['access'] === 'open' || cells['access'] === 'public' ? 'open' : undefined,
      said: this.beside(field, type === undefined ? written : undefined),
      spot,
    });
  }

  private sharedList(base: string, ref: string): string | undefined {
    return base === 'string' || base === 'integer' ? this.shared.get(ref)?.name : undefined;
  }

  /** A reference's target, how exact a date is, or a unit. */
  private refOf(base: string, ref: string): Partial<DraftField> {
    if (base === 'ref' || base === 'backref') return { references: this.targetOf(ref) };
    if (base === 'date' || base === 'datetime') {
      return base === 'date' && /^[YQM]$/.test(ref) ? { type: 'partialDate' } : {};
    }
    return ref === '' || this.shared.has(ref) ? {} : { unit: ref };
  }

  /** `/full/Model`, `Model` of this dataset, or `Model[field, …]`. */
  private targetOf(ref: string): string {
    const model = ref.replace(/\[.*$/, '').trim();
    return model.startsWith('/') ? model : [this.dataset, model].filter((one) => one !== '').join('/');
  }

  private beside({ cells, said: comments }: Building, type: string | undefined): string[] {
    const isDated = /^date/.test(cells['type'] ?? '');
    const uri = cells['uri'] ?? '';
    const [prefix = ''] = uri.split(':', 1);
    const known = this.prefixes.get(prefix);
    const full = known === undefined ? uri : known + uri.slice(prefix.length + 1);
    return [
      type ?? '',
      isDated && cells['ref'] ? `ref: ${cells['ref']}` : '',
      full === '' ? '' : `uri: ${full}`,
      cells['level'] ? `level: ${cells['level']}` : '',
      cells['source'] ? `source: ${cells['source']}` : '',
      cells['prepare'] ? `prepare: ${cells['prepare']}` : '',
      ...comments,
    ].filter((one) => one !== '');
  }
}

const firstOf = (cells: Cells, ...names: readonly string[]): string | undefined =>
  names.map((name) => cells[name]).find((one) => one !== undefined && one !== '');

function codeOf(code: string, cells: Cells, spot: Spot): DraftCode {
  const source = unquote(cells['source'] ?? '');
  const aliases = source !== '' && source !== code ? [source] : undefined;
  return having<DraftCode>({ code, names: { '': firstOf(cells, 'title', 'description') ?? code }, aliases, spot });
}

const unquote = (text: string) =>
  text
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .trim();

const TYPES: Readonly<Record<string, DraftField['type']>> = {
  string: 'text',
  text: 'text',
  integer: 'integer',
  number: 'decimal',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  ref: 'reference',
  backref: 'reference',
  url: 'text',
  uri: 'text',
};
