/** The endpoints of labels as values: what a register bears, why, and what each label changes. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { Named } from '../contract.ts';
import { Day, Nullable } from '../model.ts';
import { LabelSet } from './model.ts';
import { LabelDecision } from './store/label-decision.ts';

const label = Type.Enum(['sharing', 'importance', 'secrecy', 'personal']);

export const LabelsLine = Type.Object({
  register: Named,
  /** As the profile says it. */
  stated: LabelSet,
  /** As the parts and the rules of combination say it. */
  computed: LabelSet,
  /** What holds: computed, unless a decision lowers it. */
  effective: LabelSet,
  /** Labels in which `stated` is looser than what holds. */
  looser: Type.Array(label),
});
export type LabelsLine = Static<typeof LabelsLine>;

const LabelReason = Type.Object({
  label,
  value: Type.String(),
  elements: Type.Array(Named),
  /** The rule of combination; null: a part is so by itself. */
  rule: Nullable(Type.Object({ code: Type.String(), names: Texts, citation: Nullable(Type.String()) })),
});
const LabelEffect = Type.Object({
  label,
  value: Type.String(),
  /** Words: `web-labels:effects.<effect>`. */
  effect: Type.String(),
  /** Rule, finding or problem that enforces it. */
  by: Type.String(),
});
const LabelledField = Type.Object({
  element: Named,
  field: Type.String(),
  labels: LabelSet,
  /** Whom its labels let see it whole; null: whoever may see the rows. */
  access: Nullable(
    Type.Object({
      /** Posts, and `keeper`: the body that keeps the row; empty where none is named. */
      posts: Type.Array(Type.String()),
      /** Purposes of agreements; null where any will do. */
      purposes: Nullable(Type.Array(Named)),
      /** How the others see it. */
      others: Type.Enum(['absent', 'last-four', 'year-only']),
    }),
  ),
});

export const LabelsPage = Type.Object({
  ...LabelsLine.properties,
  reasons: Type.Array(LabelReason),
  effects: Type.Array(LabelEffect),
  fields: Type.Array(LabelledField),
  /** The newest first; `covers`: it lowers what is computed now. */
  decisions: Type.Array(Type.Object({ ...LabelDecision.properties, covers: Type.Boolean() })),
  /** Who can change the labels: the register's data manager; null where nobody is named. */
  whoCanChange: Nullable(Texts),
});
export type LabelsPage = Static<typeof LabelsPage>;

export const listLabels = endpoint({
  name: 'governance.listLabels',
  method: 'GET',
  path: '/api/governance/labels',
  permission: 'governance.read',
  summary: 'Labels of every register: stated, computed from its parts, and what holds',
  response: Type.Object({ items: Type.Array(LabelsLine) }),
});

export const explainLabels = endpoint({
  name: 'governance.explainLabels',
  method: 'GET',
  path: '/api/governance/labels/{register}',
  permission: 'governance.read',
  summary: 'The labels of a register: which parts make them so, and what each of them changes',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  response: LabelsPage,
  about: ({ params }) => ({ register: params.register }),
});

export const lowerLabels = endpoint({
  name: 'governance.lowerLabels',
  method: 'POST',
  path: '/api/governance/labels/decisions',
  permission: 'governance.lower-labels',
  summary: 'Records a decision that labels of a register hold lower than its parts say; never of what is secret',
  body: Type.Object({
    register: Type.String({ maxLength: 100 }),
    to: Type.Partial(
      Type.Object({
        sharing: LabelSet.properties.sharing,
        importance: LabelSet.properties.importance,
        personal: LabelSet.properties.personal,
      }),
    ),
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
    /** The text it rests on. */
    basis: Type.String({ minLength: 1, maxLength: 500 }),
    /** Number of the written decision. */
    number: Type.String({ minLength: 1, maxLength: 100 }),
    reviewOn: Day,
  }),
  response: LabelsPage,
  about: ({ body }) => ({ register: body.register }),
});
