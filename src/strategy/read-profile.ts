/** Strategy's part of a profile, checked: documents, objectives, tasks, indicators, consultations. */
import Type, { type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import type { Profile } from '../platform/profile.ts';
import { Texts } from '../platform/texts.ts';
import { MeasureDefinition } from './measures/defined/definition.ts';

const text = Type.String();
const optional = Type.Optional;
/** ISO, or relative to the first start: `D`, `D-20`, `D+9wd`. */
const DayText = Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|D([+-]\\d{1,5}(wd)?)?)$' });

export const AuthoredDocument = Type.Object({
  code: text,
  kind: text,
  title: Texts,
  state: optional(Type.Union([Type.Literal('draft'), Type.Literal('under-consultation')])),
  version: optional(Type.Integer({ minimum: 1 })),
  note: optional(Texts),
  parts: Type.Array(
    Type.Object({
      number: text,
      heading: Texts,
      clauses: Type.Array(Type.Object({ number: text, text: Texts, note: optional(Texts) })),
    }),
  ),
});
export type AuthoredDocument = Static<typeof AuthoredDocument>;

export const AuthoredObjective = Type.Object({ code: text, names: Texts, document: text });
export const AuthoredTask = Type.Object({
  code: text,
  names: Texts,
  objective: optional(text),
  phase: optional(text),
  /** Who gives it; absent: the body at the root of the tree. */
  giver: optional(text),
  lead: text,
  cooperating: optional(Type.Array(text)),
  state: Type.Union([Type.Literal('not-begun'), Type.Literal('running'), Type.Literal('done')]),
  atRisk: optional(Type.Boolean()),
  due: DayText,
  done: optional(DayText),
  progress: optional(Type.Integer()),
  product: optional(Texts),
  evidence: optional(text),
  indicator: optional(text),
  told: optional(Type.Array(DayText)),
  /** Code of the task of which it is a part. */
  parent: optional(text),
  /** Codes of tasks that come before it. */
  dependsOn: optional(Type.Array(text)),
  budget: optional(text),
  /** Its numbers in other trackers. */
  aliases: optional(Type.Array(Type.Object({ tracker: text, number: text }))),
});
export type AuthoredTask = Static<typeof AuthoredTask>;

export const AuthoredIndicator = Type.Object({
  code: text,
  names: Texts,
  definition: Texts,
  kind: Type.Union([Type.Literal('share'), Type.Literal('count'), Type.Literal('ratio'), Type.Literal('number')]),
  /** A count that a room keeps (`measure-sources.ts`), or `measure`. */
  source: optional(text),
  /** Over the rows of the register, in the expression language: which count, and of which they are a share. */
  measure: optional(Type.Object({ counts: text, among: optional(text) })),
  register: optional(text),
  round: optional(text),
  objective: optional(text),
  owner: optional(text),
  direction: Type.Union([Type.Literal('up'), Type.Literal('down')]),
  baseline: optional(Type.Object({ day: DayText, value: Type.Number() })),
  milestones: optional(Type.Array(Type.Object({ label: Texts, day: DayText, value: Type.Number() }))),
  secondsPerUnit: optional(Type.Number()),
  unit: text,
  words: optional(Type.Object({ records: Texts, reporters: Texts })),
  /** Codes of the elements it reads. */
  elements: optional(Type.Array(text)),
});
export type AuthoredIndicator = Static<typeof AuthoredIndicator>;

export const AuthoredMeasure = Type.Object({ code: text, ...MeasureDefinition.properties });
export type AuthoredMeasure = Static<typeof AuthoredMeasure>;

export const AuthoredConsultation = Type.Object({
  code: text,
  document: text,
  draft: Type.Integer(),
  names: Texts,
  opens: DayText,
  closes: DayText,
  drafter: text,
  invited: Type.Array(
    Type.Object({
      code: text,
      body: optional(text),
      names: optional(Texts),
      answer: optional(
        Type.Union(['agree', 'agree-with-comments', 'disagree', 'no-opinion'].map((one) => Type.Literal(one))),
      ),
      answered: optional(DayText),
      extended: optional(DayText),
    }),
  ),
  /** What like comments are about, and the element of the dictionary that they speak of. */
  topics: optional(Type.Array(Type.Object({ code: text, names: Texts, element: optional(text) }))),
  said: optional(
    Type.Array(
      Type.Object({
        by: text,
        from: optional(text),
        clause: text,
        text,
        proposal: optional(text),
        topic: optional(text),
        disposition: optional(Type.Union(['accepted', 'partly', 'explained'].map((one) => Type.Literal(one)))),
        explanation: optional(text),
        change: optional(text),
      }),
    ),
  ),
});
export type AuthoredConsultation = Static<typeof AuthoredConsultation>;

export interface AuthoredStrategy {
  readonly documents: readonly AuthoredDocument[];
  readonly objectives: readonly Static<typeof AuthoredObjective>[];
  readonly tasks: readonly AuthoredTask[];
  readonly indicators: readonly AuthoredIndicator[];
  readonly consultations: readonly AuthoredConsultation[];
  readonly measures: readonly AuthoredMeasure[];
}

/** What is wrong in a file of the profile, and where. */
export interface ProfileFinding {
  readonly file: string;
  readonly pointer: string;
  readonly message: string;
}

/** Reads everything; findings of all files at once. Files may hold one entry or a list of them: `tasks.yaml`, `tasks.communes.yaml`. */
export function readStrategy(profile: Profile): { strategy: AuthoredStrategy; findings: ProfileFinding[] } {
  const findings: ProfileFinding[] = [];
  const read = <T extends TSchema>(type: T, folder: string, only?: string): Static<T>[] =>
    profile
      .files(folder)
      .filter(
        (file) => file.path.endsWith('.yaml') && (only === undefined || file.path.startsWith(`${folder}/${only}.`)),
      )
      .flatMap((file) => checked(type, [parse(file.text) as unknown].flat(), file.path, findings));
  const strategy = {
    documents: read(AuthoredDocument, 'documents'),
    objectives: read(AuthoredObjective, 'strategy', 'objectives'),
    tasks: read(AuthoredTask, 'strategy', 'tasks'),
    indicators: read(AuthoredIndicator, 'strategy', 'indicators'),
    consultations: read(AuthoredConsultation, 'strategy', 'consultations'),
    measures: read(AuthoredMeasure, 'strategy', 'measures'),
  };
  return { strategy, findings };
}

function checked<T extends TSchema>(
  type: T,
  entries: readonly unknown[],
  file: string,
  findings: ProfileFinding[],
): Static<T>[] {
  const checker = Compile(type) as unknown as {
    Check(value: unknown): boolean;
    Errors(value: unknown): { instancePath: string; message: string }[];
  };
  return entries.filter((entry, i) => {
    if (entry === null || checker.Check(entry)) return entry !== null;
    for (const error of checker.Errors(entry).slice(0, 5)) {
      findings.push({ file, pointer: `/${String(i)}${error.instancePath}`, message: error.message });
    }
    return false;
  }) as Static<T>[];
}
