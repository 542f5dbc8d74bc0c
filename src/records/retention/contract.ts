/** The endpoints of retention as values: what is due, proposing, going on, the proof, the board. */
import Type, { type Static } from 'typebox';
import { BodyRef, Named } from '../../governance/contract.ts';
import { Term, What } from '../../governance/lifecycle/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { DestructionProof } from './proof-shape.ts';

export type Proof = DestructionProof;

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const register = Type.String({ minLength: 1, maxLength: 100 });
const uuid = Type.String({ format: 'uuid' });
const day = Type.String();

export const DueLine = Type.Object({
  register: Named,
  what: What,
  term: Term,
  /** What could be proposed now. */
  due: Type.Integer(),
  /** Past its term and kept by a hold. */
  held: Type.Integer(),
  /** In a disposal that is decided on or under way. */
  takenUp: Type.Integer(),
  /** The longest due: its first day; null when nothing is. */
  oldest: Nullable(day),
  mayPropose: Type.Boolean(),
});
export type DueLine = Static<typeof DueLine>;

export const listDue = endpoint({
  name: 'records.listDue',
  method: 'GET',
  path: '/api/retention/due',
  permission: 'records.read-due',
  summary: 'What is past its term, by register: rows, and loads that nobody took over; what a hold keeps stands apart',
  response: Type.Object({
    items: Type.Array(DueLine),
    counts: Type.Object({ due: Type.Integer(), held: Type.Integer() }),
  }),
});

export const listDueItems = endpoint({
  name: 'records.listDueItems',
  method: 'GET',
  path: '/api/retention/due/{register}/{what}',
  permission: 'records.read-due',
  summary: 'The first 200 of what is past its term, the longest first: ids, homes and days, never a value',
  params: Type.Object({ register, what: What }),
  response: Type.Object({
    items: Type.Array(Type.Object({ item: Type.String(), body: BodyRef, dueOn: day, held: Type.Boolean() })),
  }),
});

export const proposeDisposal = endpoint({
  name: 'records.proposeDisposal',
  method: 'POST',
  path: '/api/retention/disposals',
  permission: 'records.propose-disposal',
  summary: 'Proposes that everything of a register that is due and not held goes; somebody else decides',
  body: Type.Object({ register, what: What }, { additionalProperties: false }),
  response: Type.Object({ disposal: Type.String() }),
});

const oneDisposal = Type.Object({ disposal: uuid });

export const executeDisposal = endpoint({
  name: 'records.executeDisposal',
  method: 'POST',
  path: '/api/retention/disposals/{disposal}/execute',
  permission: 'records.execute-disposal',
  summary: 'Goes on with an approved disposal as far as it can now, and says what it waits for; a round does the same',
  params: oneDisposal,
  response: Type.Object({
    state: Type.String(),
    waitsFor: Type.Array(Type.String()),
  }),
});

export const getProof = endpoint({
  name: 'records.getDestructionProof',
  method: 'GET',
  path: '/api/retention/disposals/{disposal}/proof',
  permission: 'records.read-due',
  summary: 'The proof that a disposal was carried out: ids, counts, the law, and the way to the signed log',
  params: oneDisposal,
  response: DestructionProof,
});

export const getArchive = endpoint({
  name: 'records.getArchive',
  method: 'GET',
  path: '/api/retention/disposals/{disposal}/archive',
  permission: 'records.read-archive',
  summary: 'What an approved disposal would destroy, in all versions, with its plan and checksums, as a zip',
  params: oneDisposal,
  produces: ['application/zip'],
});

export const keepArchive = endpoint({
  name: 'records.keepArchive',
  method: 'POST',
  path: '/api/retention/disposals/{disposal}/archive',
  permission: 'records.keep-archive',
  summary: 'Says where the archive is kept, by the SHA-256 of its bytes; a term that archives goes on only then',
  params: oneDisposal,
  body: Type.Object(
    {
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      place: Type.String({ minLength: 1, maxLength: 500 }),
    },
    { additionalProperties: false },
  ),
  response: Type.Object({ sha256: Type.String() }),
});

export const BoardRow = Type.Object({
  register: Named,
  /** In the order of `stages`; null: nothing is shown for it. */
  cells: Type.Array(Nullable(Type.Integer())),
});
export type BoardRow = Static<typeof BoardRow>;

export const readBoard = endpoint({
  name: 'records.readLifecycleBoard',
  method: 'GET',
  path: '/api/retention/board',
  permission: 'records.read-due',
  summary: 'Stages of the lifecycle × registers, as far as the node can show each',
  response: Type.Object({
    stages: Type.Array(Type.Object({ code: Type.String(), names: Texts, shows: Nullable(Type.String()) })),
    items: Type.Array(BoardRow),
    counts: Type.Object({
      due: Type.Integer(),
      held: Type.Integer(),
      proposed: Type.Integer(),
      approved: Type.Integer(),
      marked: Type.Integer(),
      destroyed: Type.Integer(),
    }),
    /** Days that backups live. */
    backupDays: Nullable(Type.Integer()),
  }),
});
