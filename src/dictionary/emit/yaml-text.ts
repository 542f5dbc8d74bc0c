/** Plain data as YAML 1.2 in block form, fast: texts that could mean something else are quoted as in JSON (YAML §1.3). */
type Plain = unknown;

export const writeYaml = (value: Readonly<Record<string, Plain>>): string => new Writer().block(value, '', '');

// A number, a word such as `no` or `null`, a date: quoted. So is whatever has a character of its own meaning.
const SAFE = /^[A-Za-z][A-Za-z0-9_]*(?:[ /.-][A-Za-z0-9_]+)*$/;
const MEANS_SOMETHING = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;
const LONGEST_MEANING = 5;

const scalar = (value: Plain): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  const isSafe = SAFE.test(value) && (value.length > LONGEST_MEANING || !MEANS_SOMETHING.test(value));
  return isSafe ? value : quoted(value);
};

/** JSON leaves DEL and the C1 controls as they are, which YAML does not print (§5.1). */
const UNPRINTED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;
const quoted = (text: string): string => {
  const json = JSON.stringify(text);
  return json.search(UNPRINTED) < 0 ? json : json.replace(UNPRINTED, (one) => `\\u${hex(one)}`);
};

const hex = (one: string) => one.charCodeAt(0).toString(16).padStart(4, '0');

const isNested = (value: Plain): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

class Writer {
  /** Each member's name as it is written: a document has few of them, thousands of times. */
  private readonly names = new Map<string, string>();

  /** @param lead what stands before the first line instead of the indent: after a dash nothing */
  block(value: object, indent: string, lead: string): string {
    const deeper = `${indent}  `;
    let out = '';
    let head = lead;
    if (Array.isArray(value)) {
      for (const item of value as readonly Plain[]) {
        out += isNested(item) ? `${head}- ${this.block(item, deeper, '')}` : `${head}- ${scalar(item)}\n`;
        head = indent;
      }
      return out;
    }
    for (const key of Object.keys(value)) {
      const member = (value as Readonly<Record<string, Plain>>)[key];
      if (member === undefined) continue;
      const name = this.nameOf(key);
      out += isNested(member)
        ? `${head}${name}:\n${this.block(member, deeper, deeper)}`
        : `${head}${name}: ${scalar(member)}\n`;
      head = indent;
    }
    return out;
  }

  private nameOf(key: string): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = scalar(key);
    this.names.set(key, name);
    return name;
  }
}
