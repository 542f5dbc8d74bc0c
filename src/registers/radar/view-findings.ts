/** What is said of forms, as screens, API and command line show it: names and reasons, never a value of a record. Pure. */
import type { Texts } from '../../platform/texts.ts';
import type { Checked } from './check-forms.ts';
import type { RadarField, RadarForm, RadarReport } from './contract-shapes.ts';
import type { Authorities, Candidate, FieldFinding, FormFindings, Held } from './model.ts';

export function viewForms(
  { citation }: Authorities,
  { forms, counts, bodies }: Checked,
  namesOf: (body: string) => Texts | undefined = () => undefined,
): Omit<RadarReport, 'findings'> {
  const rule = citation ?? null;
  return {
    forms: forms.map((one) => formOf(one, rule)),
    counts,
    bodies: bodies.map((one) => ({ ...one, names: namesOf(one.body) ?? null })),
    citation: rule,
  };
}

function formOf({ form, fields, counts, key, keyMissing }: FormFindings, rule: Texts | null): RadarForm {
  const views = fields.map((one) => fieldOf(one, rule));
  return {
    form: form.name,
    file: form.file,
    body: form.body ?? null,
    titles: [...form.titles],
    counts,
    key: key?.name ?? null,
    keyMissing: keyMissing ? sourceOf(keyMissing, rule) : null,
    fields: views,
    drop: views.filter((one) => one.drop).map((one) => one.part ?? one.field),
  };
}

function fieldOf(one: FieldFinding, rule: Texts | null): RadarField {
  const { field, part, verdict, target, nearest, derivation, reason, recode, drop } = one;
  return {
    field: field.name,
    part: part ?? null,
    place: { ...field.place },
    verdict,
    target: target ? candidateOf(target, rule) : null,
    nearest: nearest ? candidateOf(nearest, rule) : null,
    derivation: derivation
      ? { names: derivation.names, how: derivation.how, from: derivation.held.map((held) => sourceOf(held, rule)) }
      : null,
    reason: reason ?? null,
    quality: target?.held.quality ?? null,
    recode: [...(recode ?? [])],
    drop,
  };
}

const sourceOf = (held: Held, rule: Texts | null) => ({
  register: held.register,
  registerNames: held.registerNames,
  element: held.element,
  names: held.names,
  citation: held.citation ?? rule,
});

const candidateOf = ({ held, confidence, evidence }: Candidate, rule: Texts | null) => ({
  ...sourceOf(held, rule),
  confidence,
  evidence: evidence.map((one) => ({ kind: one.kind, strength: one.strength, theirs: one.theirs ?? null })),
});
