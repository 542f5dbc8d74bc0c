/** What each point of the gate looks at, gathered from the rooms that know it. */
import { currentRelease } from '../../dictionary/index.ts';
import { activeGrants, findRegister, listAgreements, restrictedFields } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { readScores, reportingOf } from '../../quality/index.ts';
import { openRegister, type RegisterTable } from '../../records/index.ts';
import { listNodes } from '../nodes/index.ts';
import type { Found } from './model.ts';
import { hasTrail } from './store/lift.ts';

type Looking = Pick<Context, 'db' | 'clock' | 'profile' | 'keysDir'>;

/** By the name of the check. A register without a table has nothing to look at but its name. */
export async function lookAt(context: Looking, register: string): Promise<ReadonlyMap<string, Found>> {
  const table = await openRegister(context.db, register).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
  if (!table) return new Map();
  const scores = await scoresOf(context, table);
  return new Map<string, Found>([
    ['mapped', await mapped(context, table)],
    ...scores,
    ['served', { holds: (await findRegister(context.db, register))?.state === 'published' }],
    ['signed-round', await signedRound(context, register)],
    ['node-signs', { holds: context.keysDir !== undefined }],
    ['no-secrets', secrets(table)],
    ['encrypted', await encrypted(context)],
    ['limited', await limited(context, register)],
    ['audited', { holds: await hasTrail(context.db) }],
  ]);
}

async function mapped({ db }: Looking, { release, overlay, entity }: RegisterTable): Promise<Found> {
  const current = await currentRelease(db);
  return { holds: current.number === release && current.overlay === overlay, of: entity.fields.length };
}

const sum = (rules: readonly { readonly score: { readonly assessed: number; readonly failing: number } }[]): Found => {
  const of = rules.reduce((all, { score }) => all + score.assessed, 0);
  const failing = rules.reduce((all, { score }) => all + score.failing, 0);
  return of === 0 ? { holds: undefined } : { holds: failing === 0, failing, of };
};

async function scoresOf(context: Looking, { register, entity }: RegisterTable): Promise<[string, Found][]> {
  const { fields, criteria } = await readScores(context as Context, register);
  const keys = new Set([...entity.key, ...entity.fields.filter((one) => one.references).map(({ name }) => name)]);
  const ofKeys = fields.filter(({ field }) => keys.has(field)).flatMap(({ rules }) => rules);
  const rules = fields.flatMap((field) => field.rules);
  const clean = criteria.find(({ criterion }) => criterion === 'clean')?.score;
  const codes = sum(rules.filter(({ rule }) => rule === 'code-list'));
  return [
    // Not empty: what a reference names may be kept at another node.
    ['keys', sum(ofKeys.filter(({ rule }) => rule === 'complete'))],
    [
      'clean',
      clean === undefined || clean.score === null ? { holds: undefined } : { holds: clean.score >= 100, ...clean },
    ],
    ['codes', codes],
  ].map(([name, found]) => [name as string, plain(found as Found)]);
}

const plain = ({ holds, failing, of, score }: Found & { assessed?: number }): Found => ({
  holds,
  ...(failing !== undefined && { failing }),
  ...(of !== undefined && { of }),
  ...(score !== undefined && { score }),
});

async function signedRound(context: Looking, register: string): Promise<Found> {
  const bodies = await reportingOf(context, register);
  const unsigned = bodies.filter(({ signedBelow }) => signedBelow === null).length;
  return bodies.length === 0 ? { holds: undefined } : { holds: unsigned === 0, failing: unsigned, of: bodies.length };
}

/** What is secret has no column (the compiler refuses); a plan that came by another way is met here. */
function secrets({ entity }: RegisterTable): Found {
  const secret = [...restrictedFields(entity).values()].filter(({ secrecy }) => secrecy !== 'none').length;
  return { holds: secret === 0, failing: secret, of: entity.fields.length };
}

const isSafe = (address: string) =>
  address.startsWith('https:') || /^http:\/\/(?:localhost|127\.|\[::1\])/.test(address);

async function encrypted({ db }: Looking): Promise<Found> {
  const addresses = (await listNodes(db)).flatMap(({ address }) => (address === null ? [] : [address]));
  const open = addresses.filter((address) => !isSafe(address)).length;
  return addresses.length === 0 ? { holds: undefined } : { holds: open === 0, failing: open, of: addresses.length };
}

async function limited({ db, clock, profile }: Looking, register: string): Promise<Found> {
  const grants = (await activeGrants(db, dayOf(clock.now(), profile.timeZone))).filter(
    (one) => one.register === register && (one.mode === 'lookup' || one.mode === 'query'),
  );
  if (grants.length === 0) return { holds: undefined };
  const codes = new Set(grants.map(({ agreement }) => agreement));
  const open = (await listAgreements(db)).filter(
    ({ code, quota, subjects = null }) => codes.has(code) && quota === null && subjects === null,
  );
  return { holds: open.length === 0, failing: open.length, of: codes.size };
}
