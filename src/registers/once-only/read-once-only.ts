/** What declaring once has spared, counted from live data: summed at the body that keeps the records. */
import { nameBodies } from '../../bodies/index.ts';
import { listRegisters, median, visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { OnceFigures, OnceLine } from './once-only-contract.ts';
import { nothing, onceSums, plus, type OnceSums } from './once-sums.ts';

function figures({ days, ages, ...sums }: OnceSums): OnceFigures {
  return { ...sums, answerDays: median(days), waitingDays: median(ages) };
}

export async function readOnceOnly(
  context: Context,
  caller: Caller,
  { register: wanted }: { register?: string | undefined },
): Promise<{ total: OnceFigures; items: OnceLine[] }> {
  const { db } = context;
  const lines: { register: string; body: number; sums: OnceSums }[] = [];
  const registers = (await listRegisters(db)).filter(({ name }) => wanted === undefined || name === wanted);
  for (const { name } of registers) {
    const bodies = await visibleBodies(db, caller, 'registers.read-corrections', name);
    for (const [body, sums] of await onceSums(context, name, bodies)) lines.push({ register: name, body, sums });
  }
  const names = await nameBodies(
    db,
    lines.map(({ body }) => body),
  );
  const registerNames = new Map(registers.map((one) => [one.name, one.names]));
  return {
    total: figures(lines.reduce((all, { sums }) => plus(all, sums), nothing)),
    items: lines.map(({ register, body, sums }) => ({
      register,
      registerNames: registerNames.get(register) ?? {},
      body: { id: body, code: names.get(body)?.code ?? '', names: names.get(body)?.name ?? {} },
      ...figures(sums),
    })),
  };
}
