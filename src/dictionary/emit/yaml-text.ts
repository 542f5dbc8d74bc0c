/** Plain data as YAML 1.2 in block form, fast: texts that could mean something else are quoted as in JSON (YAML §1.3). */
type Plain = unknown;

export const writeYaml = (value: Readonly<Record<string, Plain>>): string => block(value, '');

// A number, a word such as `no` or `null`, a date: quoted. So is whatever has a character of its own meaning.
const SAFE = /^[A-Za-z][A-Za-z0-9_]*(?:[ /.-][A-Za-z0-9_]+)*$/;
const MEANS_SOMETHING = /^(?:true|false|null|yes|no|on|off|y|n|nan|inf)$/i;

const scalar = (value: Plain): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  return SAFE.test(value) && !MEANS_SOMETHING.test(value) ? value : quoted(value);
};

/** JSON leaves DEL and the C1 controls as they are, which YAML does not print (§5.1). */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (one) => `\\u${hex(one)}`);

const hex = (one: string) => one.charCodeAt(0).toString(16).padStart(4, '0');

const isNested = (value: Plain): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function block(value: object, indent: string): string {
  if (Array.isArray(value)) return value.map((item) => `${indent}- ${inner(item, `${indent}  `)}`).join('');
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]: [string, Plain]) => {
      const head = `${indent}${scalar(key)}:`;
      return isNested(member) ? `${head}\n${block(member, `${indent}  `)}` : `${head} ${scalar(member)}\n`;
    })
    .join('');
}

/** What stands after `- `: the first line joins the dash. */
const inner = (item: Plain, indent: string): string =>
  isNested(item) ? block(item, indent).slice(indent.length) : `${scalar(item)}\n`;
