/** Units by their UCUM code (ucum.org, case sensitive): how many of the base unit of their kind one of them is, exactly. */
interface Unit {
  readonly kind: string;
  readonly factor: string;
}

const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  length: { mm: '0.001', cm: '0.01', dm: '0.1', m: '1', km: '1000' },
  area: { cm2: '0.0001', m2: '1', ar: '100', har: '10000', km2: '1000000' },
  volume: { mL: '0.000001', L: '0.001', m3: '1' },
  mass: { mg: '0.000001', g: '0.001', kg: '1', t: '1000' },
  time: { s: '1', min: '60', h: '3600', d: '86400', wk: '604800' },
  count: { '1': '1', '%': '0.01', '[ppth]': '0.001', '10*3': '1000', '10*6': '1000000', '10*9': '1000000000' },
  energy: { J: '1', kJ: '1000', 'kW.h': '3600000' },
};

export const units: ReadonlyMap<string, Unit> = new Map(
  Object.entries(kinds).flatMap(([kind, factors]) =>
    Object.entries(factors).map(([code, factor]) => [code, { kind, factor }] as const),
  ),
);

/** Whether a value in one can be said in the other. */
export const isConvertible = (from: string, to: string): boolean =>
  units.has(from) && units.get(from)?.kind === units.get(to)?.kind;
