/**
 * The shape of every decision: the same object answers in the API, on the screen and in the audit trail.
 * An explanation never leaks: `facts` holds only what the asker supplied or may know.
 */
import Type, { type Static } from 'typebox';
import { Texts } from './texts.ts';

export const FactValue = Type.Union([Type.String(), Type.Number(), Type.Null(), Texts]);

export const Decision = Type.Object({
  allowed: Type.Boolean(),
  /** `room/rule-name`; its words stand in `locales/<language>/<room>.json` under `rules.<rule-name>`. */
  rule: Type.String(),
  facts: Type.Record(Type.String(), FactValue),
  /** What would pass, as a key of the same catalogue: `remedies.<remedy>`. */
  remedy: Type.Optional(Type.String()),
  /** The post or body that can change the answer, by name. */
  whoCanChange: Type.Optional(Texts),
});
export type Decision = Static<typeof Decision>;

/** A decision with its words in the asker's language: what a refusal carries and a screen shows. */
export const ExplainedDecision = Type.Object({
  ...Decision.properties,
  words: Type.Object({
    /** Why, in one sentence. */
    reason: Type.String(),
    /** What would pass. */
    remedy: Type.Optional(Type.String()),
    /** Who can change the answer. */
    whoCanChange: Type.Optional(Type.String()),
  }),
});
export type ExplainedDecision = Static<typeof ExplainedDecision>;

export const allow = (rule: string, facts: Decision['facts'] = {}): Decision => ({ allowed: true, rule, facts });
