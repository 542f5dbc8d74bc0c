/** A request while it is being written: what the form holds, and what of it is sent. */
import type { DemandInput, RequestPage } from '../../src/governance/requests/request-contract.ts';

export interface Writing {
  readonly register: string;
  readonly title: string;
  readonly demand: DemandInput;
}

export const unwritten = (register: string): Writing => ({
  register,
  title: '',
  demand: { mode: 'lookup', rows: 'own-tree', elements: [], quotaPeriod: 'day' },
});

/** A request as it was written, to go on with. */
export function writtenOf(request: RequestPage, say: (texts: RequestPage['names']) => string): Writing {
  const { demand, under } = request;
  const { rows, ...rest } = demand ?? { rows: 'own-tree' as const };
  const scope = typeof rows === 'string' ? rows : under ? { under: under.code } : ('own-tree' as const);
  return { register: request.register.code, title: say(request.names), demand: { ...rest, rows: scope } };
}
