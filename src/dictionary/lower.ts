/** Source model → plan: defaults filled in, elements laid out as columns. Tolerant: what was reported is left out. */
import { fold } from '../platform/search/fold.ts';
import type { Texts } from '../platform/texts.ts';
import { compact, compactOf } from './compact.ts';
import type { FieldType, ValueType } from './expression/ast.ts';
import type * as plan from './plan.ts';
import type { SourceElement, SourceEntity, SourceField } from './source/shapes.ts';

const SQL_TYPES: Readonly<Record<plan.DataType, plan.SqlType>> = {
  string: 'text',
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  partialDate: 'text',
  datetime: 'timestamptz',
  code: 'text',
  identifier: 'text',
  reference: 'text',
};

/** Columns that every record has beside its fields (CHANGE-LOG §1). */
export const systemColumns = [
  'record_id',
  'version',
  'change_set',
  'body_id',
  'valid_from',
  'valid_to',
  'ended_by',
  'ended_as',
] as const;

const NO_TEXTS: Texts = {};

export function lowerElement(source: SourceElement, domain: string): plan.ElementPlan {
  const v = source.values;
  const dataType = v.dataType ?? 'text';
  const form: Stating<plan.ElementPlan> = {
    representation: v.representation,
    dataType,
    sqlType: SQL_TYPES[dataType],
    format: v.format,
    cardinality: v.cardinality,
    defaultAllowed: v.defaultAllowed,
    minLength: v.minLength,
    maxLength: v.maxLength,
    precision: v.precision,
    scale: v.scale,
    unit: v.unit,
    pattern: v.pattern,
    range: v.range && compact(v.range.values),
    codeList: v.codeList && lowerUse(v.codeList),
    references: v.references,
    identifierOf: v.identifierOf,
    normalise: v.normalise ?? defaultNormalise(dataType),
    nullability: v.nullability ?? 'optional',
    condition: v.condition,
    keyRole: v.keyRole ?? 'none',
    criticality: v.criticality ?? 'ordinary',
  };
  return compactOf<plan.ElementPlan>(describe(source, domain), history(v), form, classify(source));
}

/** Part of what is stated, with members that may have no value. */
type Stating<T> = { readonly [K in keyof T]?: T[K] | undefined };

export const defaultNormalise = (type: plan.DataType): readonly plan.Normalise[] =>
  type === 'string' || type === 'text' ? ['nfc', 'trim'] : ['trim'];

function describe({ values: v }: SourceElement, domain: string) {
  return {
    code: v.code ?? '',
    physicalName: v.physicalName ?? '',
    names: v.names ?? NO_TEXTS,
    definition: v.definition ?? NO_TEXTS,
    synonyms: v.synonyms ?? {},
    oldNames: v.oldNames ?? [],
    hint: v.hint,
    note: v.note,
    shortName: v.shortName,
    example: v.example,
    notExample: v.notExample,
    businessRules: v.businessRules,
    calculation: v.calculation,
    domain: v.domain ?? domain,
    objectClass: v.objectClass,
    property: v.property,
    tier: v.tier ?? 'local',
    nationalCode: v.nationalCode,
    nationalMapping: v.nationalMapping && (compact({ ...v.nationalMapping.values }) as plan.NationalMapping),
    extends: v.extends,
    formRefs: v.formRefs ?? [],
  } as const;
}

const history = (v: SourceElement['values']) =>
  ({
    status: v.status ?? 'approved',
    version: v.version,
    effectiveFrom: v.effectiveFrom,
    effectiveTo: v.effectiveTo,
    changeType: v.changeType,
    changeReason: v.changeReason,
    supersedes: v.supersedes,
    supersededBy: v.supersededBy,
    approvals: v.approvals?.map((one) => compact({ ...one.values }) as plan.Approval),
  }) as const;

function classify({ values: v }: SourceElement) {
  return {
    layer: v.layer ?? 'source',
    origin: v.origin ?? 'source',
    authority: v.authority,
    sourceAgency: v.sourceAgency,
    collectionPoint: v.collectionPoint,
    lineage: v.lineage?.map((step) => compact({ ...step.values }) as plan.LineageStep),
    reCollectable: v.reCollectable ?? 'allowed',
    labels: {
      sharing: v.sharing ?? 'restricted',
      importance: v.importance ?? 'other',
      secrecy: v.secrecy ?? 'none',
      personal: v.personal ?? 'none',
    },
    sensitiveReason: v.sensitiveReason,
    masking: v.masking,
    stored: v.stored,
    shareMethod: v.shareMethod ?? 'on-request',
    legalBasis: (v.legalBasis ?? []).map((basis) => compact({ ...basis.values }) as plan.Citation),
    purpose: v.purpose ?? [],
    allowedPurposes: v.allowedPurposes,
    accessRoles: v.accessRoles,
    openLicense: v.openLicense,
    retention: v.retention,
    qualityRules: (v.qualityRules ?? []).map((rule) => compact({ ...rule.values }) as plan.QualityRule),
    maxAge: v.maxAge,
    updateDeadline: v.updateDeadline && (compact({ ...v.updateDeadline.values }) as plan.UpdateDeadline),
    verificationMethod: v.verificationMethod,
    owner: v.owner,
    dataManager: v.dataManager,
    steward: v.steward,
    updateUnit: v.updateUnit,
    approver: v.approver,
    reviewCycle: v.reviewCycle,
  } as const;
}

type SourceUse = NonNullable<SourceElement['values']['codeList']>;
const lowerUse = ({ values: v }: SourceUse): plan.CodeUse =>
  compact({
    list: v.list ?? '',
    rule: v.rule ?? 'today',
    dateField: v.dateField,
    recode: v.recode === true ? true : undefined,
  }) as plan.CodeUse;

export function lowerEntity(source: SourceEntity, elements: ReadonlyMap<string, plan.ElementPlan>): plan.EntityPlan {
  const v = source.values;
  const key = v.key ?? [];
  const fields = (v.fields ?? []).flatMap((field) => {
    const element = elements.get(field.values.element ?? '');
    return element ? [lowerField(field, element, key)] : [];
  });
  return compact<Stating<plan.EntityPlan>>({
    name: v.name ?? '',
    code: v.code ?? '',
    names: v.names ?? NO_TEXTS,
    definition: v.definition ?? NO_TEXTS,
    key,
    body: compact({ field: v.body?.values.field, how: v.body?.values.how ?? 'uploader' }) as plan.BodyField,
    fields,
    groups: (v.groups ?? []).map((group) => ({
      code: group.values.code ?? '',
      names: group.values.names ?? NO_TEXTS,
    })),
    checks: (v.checks ?? []).map(({ values: check }) => ({
      name: check.name ?? '',
      expression: check.expression ?? '',
      message: check.message ?? NO_TEXTS,
      severity: check.severity ?? 'error',
      dimension: check.dimension ?? 'accurate',
      fields: [],
    })),
    validTime: v.validTime ?? false,
    carried: v.carried,
  }) as plan.EntityPlan;
}

export const columnOf = (field: SourceField, element: plan.ElementPlan): string =>
  field.values.as ?? element.physicalName;

const INHERITED = [
  'sqlType',
  'dataType',
  'minLength',
  'maxLength',
  'precision',
  'scale',
  'unit',
  'pattern',
  'range',
  'references',
  'identifierOf',
  'normalise',
  'labels',
  'keyRole',
  'criticality',
  'authority',
  'origin',
  'reCollectable',
  'example',
  'maxAge',
] as const satisfies readonly (keyof plan.ElementPlan & keyof plan.FieldPlan)[];

function lowerField(source: SourceField, element: plan.ElementPlan, key: readonly string[]): plan.FieldPlan {
  const v = source.values;
  const name = columnOf(source, element);
  const inherited: Record<string, unknown> = {};
  for (const member of INHERITED) inherited[member] = element[member];
  return compactOf<plan.FieldPlan>(inherited, {
    ...(element.stored === 'sealed' && { sqlType: 'bytea' as const }),
    name,
    element: element.code,
    names: v.names ?? element.names,
    definition: element.definition,
    synonyms: synonymsOf(v, element, name),
    hint: v.hint ?? element.hint,
    required: key.includes(name) || (v.required ?? element.nullability === 'required'),
    condition: v.condition ?? element.condition,
    codeList: v.codeList ? lowerUse(v.codeList) : element.codeList,
    group: v.group,
    access: accessOf(element),
  });
}

/** Only where the element restricts somebody: how it is masked matters to nobody else. */
function accessOf({
  accessRoles: roles,
  allowedPurposes: purposes,
  masking,
}: plan.ElementPlan): plan.FieldAccess | undefined {
  if (roles === undefined && purposes === undefined) return undefined;
  return compact<Stating<plan.FieldAccess>>({ roles, purposes, masking }) as plan.FieldAccess;
}

/** What a field of an entity says for itself about how its column is called. */
export interface OwnWords {
  readonly names?: Texts | undefined;
  readonly synonyms?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Everything a header may say, each once (compared folded), in an order that no storage of the words can change. */
export function synonymsOf(own: OwnWords, element: plan.ElementPlan, name: string): readonly string[] {
  const said = [
    ...byLanguage(own.names ?? {}),
    ...byLanguage(element.names),
    ...byLanguage(own.synonyms ?? {}).flat(),
    ...byLanguage(element.synonyms).flat(),
    ...element.oldNames,
    name,
    element.physicalName,
    element.code,
  ];
  return [...new Map(said.map((word) => [fold(word), word])).values()];
}

const byLanguage = <T>(words: Readonly<Record<string, T>>): T[] =>
  Object.keys(words)
    .sort()
    .map((language) => words[language] as T);

/** Whether registers keep the field's values sealed: no statement can read them there. */
export const isSealed = ({ sqlType }: Pick<plan.FieldPlan, 'sqlType'>): boolean => sqlType === 'bytea';

/** The entity's fields as the expression language sees them: what is stored sealed no expression may name. */
export function expressionFields(entity: plan.EntityPlan): readonly FieldType[] {
  return entity.fields.map((field) => ({
    ...expressionField(field.name, field.dataType),
    ...(isSealed(field) && { sealed: true }),
  }));
}

const VALUE_TYPES: Readonly<Partial<Record<plan.DataType, ValueType>>> = {
  integer: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  partialDate: 'date',
  datetime: 'moment',
};

export const expressionField = (name: string, type: plan.DataType): FieldType => ({
  name,
  type: VALUE_TYPES[type] ?? 'text',
  ...(type === 'partialDate' ? { partial: true } : {}),
});
