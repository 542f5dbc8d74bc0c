/** The once-only radar: what a form asks that somebody already holds. */
export { authoritiesOfPlan, noSettings } from './authorities-of-plan.ts';
export { authoritiesOfFiles, authoritiesOfProfile, joinAuthorities } from './read-authorities.ts';
export { readRadarSettings, sameKeys } from './read-settings.ts';
export { checkForms, headerScore } from './check-forms.ts';
export { indexHeld } from './held-index.ts';
export { judges } from './weights.ts';
export { measureFiles } from './measure-files.ts';
export { readForms, type FormFile } from './read-forms.ts';
export { viewForms } from './view-findings.ts';
export { wordFinding } from './word-findings.ts';
export type { RadarField, RadarForm, RadarReport } from './contract-shapes.ts';
export type { Authorities, Candidate, Counts, FieldFinding, Form, FormFindings, Held, Verdict } from './model.ts';
