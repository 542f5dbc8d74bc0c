/** The gate before rows of a register are shared, over HTTP: its points, what each came to, and lifting one. */
import Type, { type Static } from 'typebox';
import { Day } from '../../platform/day.ts';
import { ExplainedDecision } from '../../platform/decision.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const params = Type.Object({ register: Type.String({ maxLength: 100 }) });
const about = (input: { params: { register: string } }) => ({ register: input.params.register });

export const GatePoint = Type.Object({
  code: text,
  names: Texts,
  group: Type.Enum(['structure', 'business', 'connection']),
  /** What the node looked at. */
  check: text,
  /** Whether rows stay while it fails. */
  stops: Type.Boolean(),
  state: Type.Enum(['passes', 'stops', 'fails', 'not-assessed', 'lifted']),
  /** How many failed of how many; null where nothing was counted. */
  failing: Nullable(Type.Integer()),
  of: Nullable(Type.Integer()),
  lift: Nullable(Type.Object({ until: Day, reason: text, decidedOn: Day })),
});

export const GatePage = Type.Object({
  register: text,
  /** False where the profile has no gate, or the register is held outside. */
  asked: Type.Boolean(),
  open: Type.Boolean(),
  points: Type.Array(GatePoint),
  /** Who can lift a point: the register's data manager. */
  whoCanLift: Nullable(Texts),
  mayLift: Type.Boolean(),
  /** Why rows do not leave, as programs are told; null while they may. */
  refusal: Nullable(ExplainedDecision),
  /** The last day for which a point can be lifted today. */
  liftUntil: Nullable(Day),
});
export type GatePage = Static<typeof GatePage>;

export const getGate = endpoint({
  name: 'exchange.getGate',
  method: 'GET',
  path: '/api/registers/{register}/gate',
  permission: 'exchange.read-catalogue',
  summary: 'The points that must hold before rows of a register are shared, and what each came to',
  params,
  response: GatePage,
  about,
});

export const listGates = endpoint({
  name: 'exchange.listGates',
  method: 'GET',
  path: '/api/exchange/gates',
  permission: 'exchange.read-catalogue',
  summary: 'The gate of every register: whether it is open, and how many points stop',
  response: Type.Object({
    items: Type.Array(
      Type.Object({
        ...{ register: text, names: Texts, open: Type.Boolean() },
        ...{ stops: Type.Integer(), fails: Type.Integer(), notAssessed: Type.Integer(), points: Type.Integer() },
      }),
    ),
  }),
});

export const liftPoint = endpoint({
  name: 'exchange.liftPoint',
  method: 'POST',
  path: '/api/registers/{register}/gate/{point}/lift',
  permission: 'exchange.lift-gate',
  summary: 'Lifts a point that stops, for some days and with a reason',
  params: Type.Object({ ...params.properties, point: Type.String({ maxLength: 20 }) }),
  body: Type.Object({ until: Day, reason: Type.String({ minLength: 10, maxLength: 2000 }) }),
  response: GatePage,
  about,
});
