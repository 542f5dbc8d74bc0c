/**
 * A field sealed as the columns of registers are (one value is one text under its key), and opened, on one core: AES-256-GCM under a key of each record, bound to its place; making the
 * cipher's key out of the unwrapped bytes is counted, once a record of four fields. By the processor's time. `npx node bench/encrypt-field.ts`; `run` gives the rows to the bench as a whole.
 */
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { dataKey, decryptValue, encryptSettled, type Place } from '../src/platform/encryption/index.ts';
import type { BenchRow } from './load.ts';

export interface EncryptOptions {
  /** Values a round; default 50,000. */
  readonly values?: number;
  readonly rounds?: number;
  readonly log?: (line: string) => void;
}

const FIELDS = ['birth_name', 'place_of_origin', 'ethnic_group', 'political_theory'] as const;
const placeOf = (record: string, field: string): Place => ({ register: 'dang-vien', record, field });

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function seconds(act: () => void): number {
  const start = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

export function run(options: EncryptOptions = {}): Promise<BenchRow[]> {
  const { values = 50_000, rounds = 5, log = () => undefined } = options;
  const records = Array.from({ length: values / FIELDS.length }, (_, i) => ({
    bytes: randomBytes(32),
    value: `Vũ Thị Mây Hạ ${String(i)}`,
    record: crypto.randomUUID(),
  }));
  const rates = Array.from({ length: rounds }, () => {
    const sealed: Buffer[][] = [];
    const sealing = seconds(() => {
      for (const { bytes, value, record } of records) {
        const key = dataKey(bytes);
        sealed.push(FIELDS.map((field) => encryptSettled(key, value, placeOf(record, field))));
      }
    });
    let same = 0;
    const opening = seconds(() => {
      for (const [i, { bytes, value, record }] of records.entries()) {
        const key = dataKey(bytes);
        for (const [n, field] of FIELDS.entries())
          if (decryptValue(key, sealed[i]?.[n] as Buffer, placeOf(record, field)) === value) same += 1;
      }
    });
    if (same !== values) throw new Error('a value came back as another');
    return { encrypt: values / sealing, decrypt: values / opening };
  });
  const [encrypt, decrypt] = (['encrypt', 'decrypt'] as const).map((what) =>
    Math.round(median(rates.map((one) => one[what]))),
  );
  log(`encrypt-field: ${String(encrypt)} sealed a second, ${String(decrypt)} opened`);
  const row = (name: string, value: number, reach: number): BenchRow => ({
    ...{
      name,
      value,
      unit: 'a second on one core',
      against: `${String(values)} values, four fields a key`,
      reach,
      ok: value >= reach,
    },
  });
  return Promise.resolve([row('encrypt-field', encrypt ?? 0, 25_000), row('decrypt-field', decrypt ?? 0, 50_000)]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run({ log: console.log });
