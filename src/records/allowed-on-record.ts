/** What whoever reads a record may do with it, and with what is said of it in rooms that know of corrections. */
import { sayAllowed } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { homesElsewhere, insistOnHome } from './home-bodies.ts';
import type { RecordView } from './schemas.ts';

/** @param at the register and the record's home body */
export async function allowedOnRecord(
  context: Context,
  caller: Caller,
  at: { readonly register: string; readonly body: number },
): Promise<NonNullable<RecordView['allowed']>> {
  const elsewhere = await homesElsewhere(context);
  const insists = () => insistOnHome(elsewhere, at.body);
  const ofRegister = { register: at.register };
  return sayAllowed(context, caller, {
    'records.editRecord': { permission: 'records.edit', about: at, insists },
    'records.endRecord': { permission: 'records.end', about: at, insists },
    'records.listHistory': { permission: 'records.read-history', about: at },
    'registers.listCorrections': { permission: 'registers.read-corrections', about: ofRegister },
    'registers.proposeCorrection': { permission: 'registers.propose-correction', about: ofRegister },
  });
}
