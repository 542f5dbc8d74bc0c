/** One form → what is to be said of each of its fields, what may go, and its score. Pure. */
import { fold } from '../../platform/search/fold.ts';
import { readyField, type ReadyField } from './find-evidence.ts';
import type { HeldIndex } from './held-index.ts';
import type { AskedField, Candidate, Counts, Derivation, FieldFinding, Form, FormFindings, Held } from './model.ts';
import { scoreFields, type Judges, type ScoredField } from './score-fields.ts';
import { splitCell } from './split-cell.ts';
import { bareName, phraseOf } from './words.ts';

export interface Asking {
  /** Name of the register that the form fills: what arises there is asked by right. */
  readonly collects?: string | undefined;
}

// Nothing nearer than this is worth a person's look.
const WORTH = 0.15;

interface Asked {
  readonly field: AskedField;
  readonly part?: string;
  readonly ready: ReadyField;
}

export function judgeForm(index: HeldIndex, form: Form, judges: Judges, { collects }: Asking = {}): FormFindings {
  const { skipped } = index.authorities;
  const isSkipped = (field: AskedField) =>
    field.skipped === true || [field.name, ...field.titles].some((name) => skipped.has(fold(bareName(name))));
  const asked = form.fields.flatMap((field) => (isSkipped(field) ? [] : factsOf(index, field, form)));
  const allowed = (held: Held) => held.key !== form.name;
  const scored = scoreFields(
    index,
    asked.map(({ ready }) => ready),
    judges,
    allowed,
  );
  const findings = scored.map((one, i) => ({ ...(asked[i] as Asked), ...judgeField(index, one, { form, collects }) }));
  const key = keyOf(findings);
  const all = form.fields.flatMap((field): FieldFinding[] => {
    const own = findings.filter((one) => one.field === field);
    return own.length === 0 ? [{ field, verdict: 'skipped', drop: false }] : own.map((one) => bare(one, one === key));
  });
  const missing = key ? undefined : keyFor(index, all);
  return {
    form,
    fields: all,
    counts: countsOf(all, missing !== undefined),
    ...(key && { key: key.field }),
    ...(missing && { keyMissing: missing }),
  };
}

/** What a manifest says of its own data set is no second declaration. */
const isOwn = (held: Held, form: Form) =>
  form.family.length > 0 && held.kind === 'record' && held.family.join('/') === form.family.join('/');

function factsOf(index: HeldIndex, field: AskedField, form: Form): Asked[] {
  const parts = splitCell(index, field);
  if (parts.length < 2) return [{ field, ready: readyField(field, form) }];
  return parts.map((part) => ({ field, part, ready: readyField({ ...field, values: [], titles: [] }, form, [part]) }));
}

type Judged = Omit<FieldFinding, 'field' | 'part'>;
interface Scene {
  readonly form: Form;
  readonly collects: string | undefined;
}

function judgeField(index: HeldIndex, { ready, best }: ScoredField, scene: Scene): Judged {
  const derived = derivationOf(index, ready);
  const isKey = best?.hit === true && best.held.identifies === true && best.evidence.some(isSameName);
  if (derived && !isKey) return { verdict: 'derivable', derivation: derived, reason: 'derivable', drop: true };
  if (best?.hit) return judgeHit(index, best, scene);
  const near = best && best.confidence >= WORTH ? { nearest: candidateOf(best) } : {};
  return { verdict: 'not-held', reason: 'not-held', drop: false, ...near };
}

const isSameName = ({ kind }: Candidate['evidence'][number]) => kind === 'same-name';

function judgeHit({ authorities }: HeldIndex, best: NonNullable<ScoredField['best']>, scene: Scene): Judged {
  const target = candidateOf(best);
  const { held } = target;
  const recode = best.recode.length > 0 ? { recode: best.recode } : {};
  if (isOwn(held, scene.form)) return { verdict: 'not-held', reason: 'own-structure', drop: false };
  if (held.register === scene.collects) {
    return { verdict: 'not-held', reason: 'collected-here', drop: false, nearest: target, ...recode };
  }
  if (held.quality !== undefined && held.quality < authorities.leastQuality) {
    return { verdict: 'below-quality', reason: 'below-quality', target, drop: false, ...recode };
  }
  if (held.calculation !== undefined) {
    const { names, element, calculation } = held;
    const derivation = { names, aliases: [], from: [element], how: { '': calculation }, held: [held] };
    return { verdict: 'derivable', target, derivation, reason: 'derivable', drop: true, ...recode };
  }
  return { verdict: 'held', target, reason: recode.recode ? 'held-recode' : 'held', drop: true, ...recode };
}

const candidateOf = ({ held, confidence, evidence }: Candidate): Candidate => ({ held, confidence, evidence });

/** A name that stands for something computed, and whatever it is computed from is held. */
function derivationOf({ authorities }: HeldIndex, { readings }: ReadyField): FieldFinding['derivation'] {
  const said = new Set(readings.map((reading) => reading.squeezed));
  const found = authorities.derivations.find((one) => namesOf(one).some((name) => said.has(name)));
  if (!found) return undefined;
  const held = found.from.flatMap((element) => authorities.held.find((one) => one.element === element) ?? []);
  return held.length === found.from.length ? { ...found, held } : undefined;
}

const squeezed = new WeakMap<Derivation, readonly string[]>();

function namesOf(one: Derivation): readonly string[] {
  let names = squeezed.get(one);
  if (!names) {
    names = [...Object.values(one.names), ...one.aliases].map((name) => phraseOf(name).squeezed);
    squeezed.set(one, names);
  }
  return names;
}

/** The surest field that names a record: it stays, so that the rest can be filled in. */
function keyOf<F extends FieldFinding>(findings: readonly F[]): F | undefined {
  const keys = findings.filter(({ verdict, target, nearest }) => {
    const held = (target ?? nearest)?.held;
    return held?.kind === 'element' && held.identifies === true && (verdict === 'held' || nearest !== undefined);
  });
  const confidence = (one: F) => (one.target ?? one.nearest)?.confidence ?? 0;
  const certain = keys.filter((one) => one.reason !== 'not-held');
  return certain.toSorted((a, b) => Number(b.drop) - Number(a.drop) || confidence(b) - confidence(a))[0];
}

function bare({ ready: _, ...finding }: FieldFinding & { readonly ready: ReadyField }, isKey: boolean): FieldFinding {
  return isKey && finding.drop ? { ...finding, drop: false, reason: 'key' } : finding;
}

/** Of a form without a key: what to ask in the place of all that goes. */
function keyFor(index: HeldIndex, findings: readonly FieldFinding[]): Held | undefined {
  const dropped = findings.filter((one) => one.drop).flatMap((one) => one.target?.held ?? one.derivation?.held ?? []);
  const elements = dropped.filter((held) => held.kind === 'element');
  if (elements.length === 0) return undefined;
  const registers = Map.groupBy(elements, (held) => held.register);
  const [most] = [...registers].sort((a, b) => b[1].length - a[1].length)[0] ?? [];
  const keys = index.authorities.held.filter((held) => held.identifies === true && held.kind === 'element');
  return keys.find((held) => held.register === most) ?? keys.find((held) => shareEntity(held, elements));
}

const shareEntity = (key: Held, elements: readonly Held[]) =>
  elements.some(({ entities = [] }) => entities.some((entity) => key.entities?.includes(entity)));

function countsOf(findings: readonly FieldFinding[], keyIsAdded: boolean): Counts {
  const of = (verdict: FieldFinding['verdict']) => findings.filter((one) => one.verdict === verdict).length;
  const skipped = of('skipped');
  const asked = findings.length - skipped;
  const dropped = findings.filter((one) => one.drop).length;
  const after = asked - dropped + (keyIsAdded && dropped > 0 ? 1 : 0);
  return {
    asked,
    held: of('held'),
    derivable: of('derivable'),
    belowQuality: of('below-quality'),
    notHeld: of('not-held'),
    skipped,
    after,
    score: asked === 0 ? 100 : Math.floor((100 * (asked - dropped)) / asked),
  };
}
