/** How records of golden people are shown: register, home, and what names them. */
import { listBodies } from '../../bodies/index.ts';
import { listRegisters } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { GoldenRecordRef } from '../golden-contract.ts';
import type { LinkedEntity } from './model.ts';
import type { OpenedRecord } from './open-records.ts';

export type Cell = string | number | boolean | null;

export const cell = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

export interface Names {
  readonly bodies: ReadonlyMap<number, { readonly code: string; readonly names: Record<string, string> }>;
  readonly registers: ReadonlyMap<string, Record<string, string>>;
}

export async function readNames(db: Db): Promise<Names> {
  const bodies = new Map((await listBodies(db)).map(({ id, code, names }) => [id, { code, names }]));
  const registers = new Map((await listRegisters(db)).map(({ name, names }) => [name, names]));
  return { bodies, registers };
}

export interface Shown {
  readonly of: LinkedEntity;
  readonly names: Names;
  readonly register: string;
  readonly record: string;
  readonly body: number;
  readonly opened: OpenedRecord | undefined;
}

export function recordRef({ of, names, register, record, body, opened }: Shown): GoldenRecordRef {
  const home = names.bodies.get(body);
  return {
    register,
    registerNames: names.registers.get(register) ?? {},
    record,
    body: { id: body, code: home?.code ?? '', names: home?.names ?? {} },
    label: labelOf(of, register, opened),
  };
}

/** The name, where it is open. */
function labelOf(of: LinkedEntity, register: string, opened: OpenedRecord | undefined): string | null {
  const names = Object.entries(of.settings.fields).flatMap(([f, field]) => (field.kind === 'name' ? [f] : []));
  const columns = of.registers.find((one) => one.register === register)?.columns ?? {};
  const words = names.flatMap((f) => columns[f] ?? []).map((column) => opened?.values[column]);
  const said = words.filter((one): one is string => typeof one === 'string' && one !== '');
  return said.length === 0 ? null : said.join(' ');
}

/** A weight in bits as a chance from 0 to 1. */
export const chanceOf = (bits: number): number => 1 / (1 + 2 ** -bits);

/** The other way: 0 is as little as can be, 1 as much. */
export const bitsOfChance = (chance: number): number => Math.log2(chance / (1 - chance));
