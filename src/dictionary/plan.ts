/** The compiled dictionary: plain, serialisable, hashed. Emitters, validators, loads and screens read nothing else. */
import type { Texts } from '../platform/texts.ts';
import type {
  Approval,
  ChangeType,
  LineageStep,
  NationalMapping,
  Representation,
  UpdateDeadline,
} from './element-parts.ts';

import type { Carried } from './carried/carried.ts';
import type { CodeListPlan } from './plan-codes.ts';

export type { Approval, ChangeType, LineageStep, NationalMapping, Representation, UpdateDeadline };
export type { CodeItemPlan, CodeListPlan, CodeRows, CodeSource, CodeSuccession } from './plan-codes.ts';
export type { CrosswalkLink, CrosswalkPlan, LinkKind } from './plan-codes.ts';

export type DataType =
  | 'string'
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'partialDate'
  | 'datetime'
  | 'code'
  | 'identifier'
  | 'reference';

export type SqlType = 'text' | 'numeric' | 'bigint' | 'date' | 'timestamptz' | 'boolean' | 'uuid' | 'bytea';
export type Normalise = 'nfc' | 'trim' | 'upper' | 'lower' | 'collapse' | 'digits';
export type Nullability = 'required' | 'conditional' | 'optional';
export type KeyRole = 'key' | 'link' | 'none';
export type Layer = 'source' | 'metadata' | 'master' | 'reference' | 'transaction' | 'aggregate' | 'analytic' | 'open';
export type Origin = 'source' | 'inherited' | 'derived' | 're-entered';
export type ReCollectable = 'forbidden' | 'confirm' | 'allowed';
export type Tier = 'national' | 'organisation' | 'sector' | 'local';
export type Severity = 'error' | 'warning';
export type Dimension = 'accurate' | 'complete' | 'clean' | 'live' | 'consistent' | 'shared';

export interface Labels {
  readonly sharing: 'shared' | 'restricted' | 'open';
  readonly importance: 'core' | 'important' | 'other';
  readonly secrecy: 'none' | 'confidential' | 'secret' | 'top-secret';
  readonly personal: 'none' | 'basic' | 'sensitive';
}

/** Inclusive bounds as text in the type's own notation; `today` stands for the day of checking. */
export interface Range {
  readonly min?: string;
  readonly max?: string;
}

/** Which edition of the list answers: the one in force today, on the day in another field, or any that ever was. */
export interface CodeUse {
  readonly list: string;
  readonly rule: 'today' | 'event-date' | 'ever';
  /** Physical name of the date field, when the rule is `event-date`. */
  readonly dateField?: string;
  /** With the rule `today`: stored codes that became one other code are carried to it; else they stay as they were stored. */
  readonly recode?: boolean;
}

export interface Citation {
  readonly text: string;
  readonly article?: string;
  readonly day?: string;
  /** Whether the text is in force, when its author looked. */
  readonly inForce?: boolean;
  readonly note?: string;
}

export interface QualityRule {
  readonly code: string;
  readonly dimension: Dimension;
  readonly severity: Severity;
  /** An expression over the fields of the record; the element's own value is `value`. */
  readonly expression: string;
  readonly names: Texts;
  readonly threshold?: number;
  readonly weight?: number;
}

/** What holds for an element wherever it is used. */
export interface ElementPlan {
  /** e.g. `DTD.DV.004`. */
  readonly code: string;
  readonly physicalName: string;
  readonly names: Texts;
  readonly definition: Texts;
  readonly synonyms: Readonly<Record<string, readonly string[]>>;
  readonly oldNames: readonly string[];
  /** What to do when a value is wrong, said to an officer. */
  readonly hint?: Texts;
  readonly note?: Texts;
  readonly shortName?: Texts;
  readonly example?: string;
  /** A value that must be refused. */
  readonly notExample?: string;
  readonly businessRules?: readonly Texts[];
  /** How a derived value comes about: an expression over the fields of the record. */
  readonly calculation?: string;
  readonly domain: string;
  readonly objectClass?: Texts;
  readonly property?: Texts;
  readonly tier: Tier;
  readonly nationalCode?: string;
  readonly nationalMapping?: NationalMapping;
  /** Code of the element of a higher tier that this one narrows without another meaning. */
  readonly extends?: string;

  readonly representation?: Representation;
  readonly dataType: DataType;
  readonly sqlType: SqlType;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: string;
  /** I-Regexp (RFC 9485), matched against the whole value. */
  readonly pattern?: string;
  readonly range?: Range;
  readonly codeList?: CodeUse;
  /** Name of the entity whose key this value is. */
  readonly references?: string;
  /** Set when the value identifies a natural person: a trial node takes invented ones only. */
  readonly identifierOf?: 'person';
  /** How people write it, e.g. `dd/MM/yyyy`. */
  readonly format?: string;
  readonly cardinality?: '1..1' | '0..1' | '1..n' | '0..n';
  /** Whether a program may fill in a value that nobody stated. */
  readonly defaultAllowed?: boolean;
  readonly normalise: readonly Normalise[];
  readonly nullability: Nullability;
  /** When the value must be there, if nullability is `conditional`. */
  readonly condition?: string;
  readonly keyRole: KeyRole;
  readonly criticality: 'key' | 'critical' | 'ordinary';

  readonly layer: Layer;
  readonly origin: Origin;
  /** Name of the register that is the trusted source. */
  readonly authority?: string;
  readonly sourceAgency?: Texts;
  /** The event at which the value arises. */
  readonly collectionPoint?: Texts;
  readonly lineage?: readonly LineageStep[];
  readonly reCollectable: ReCollectable;
  readonly labels: Labels;
  readonly sensitiveReason?: string;
  readonly masking?: string;
  /** How registers keep the value: sealed under the data key of its record. Absent: as it is. */
  readonly stored?: 'sealed';
  readonly shareMethod?: 'automatic' | 'on-request' | 'special' | 'none';
  readonly legalBasis: readonly Citation[];
  readonly purpose: readonly Texts[];
  /** Codes of the deployment's purposes; absent: any with a legal basis. */
  readonly allowedPurposes?: readonly string[];
  readonly accessRoles?: readonly string[];
  /** A licence by its name or address; a must for what is open. */
  readonly openLicense?: string;
  readonly retention?: Texts;
  readonly qualityRules: readonly QualityRule[];
  /** Days after which a value counts as stale. */
  readonly maxAge?: number;
  /** From the event until the value is entered. */
  readonly updateDeadline?: UpdateDeadline;
  readonly verificationMethod?: Texts;
  readonly formRefs: readonly string[];
  readonly owner?: Texts;
  readonly dataManager?: Texts;
  readonly steward?: Texts;
  readonly updateUnit?: Texts;
  readonly approver?: Texts;
  /** Months. */
  readonly reviewCycle?: number;
  readonly status: 'draft' | 'in-review' | 'approved' | 'superseded' | 'withdrawn';
  /** `N.MINOR`, when the author states it; else it is counted from release to release (`versions/entry-version.ts`). */
  readonly version?: string;
  readonly effectiveFrom?: string;
  /** First day no longer in force. */
  readonly effectiveTo?: string;
  readonly changeType?: ChangeType;
  readonly changeReason?: Texts;
  readonly supersedes?: string;
  readonly supersededBy?: string;
  readonly approvals?: readonly Approval[];
}

/** Whom the element's labels let see a value whole; absent where they restrict nobody. */
export interface FieldAccess {
  /** Posts, and the word `keeper` for the body that keeps the row. */
  readonly roles?: readonly string[];
  /** Codes of purposes under which an agreement may open it. */
  readonly purposes?: readonly string[];
  /** How it is shown to the others; absent: not at all. */
  readonly masking?: string;
}

/** An element as a column of an entity. */
export interface FieldPlan {
  /** Physical column. */
  readonly name: string;
  /** Element code. */
  readonly element: string;
  readonly names: Texts;
  readonly definition: Texts;
  /** Names and synonyms in every language, old names and physical names: what a header may say. */
  readonly synonyms: readonly string[];
  readonly hint?: Texts;
  readonly example?: string;
  /** `bytea`: the value is stored sealed, whatever its data type. */
  readonly sqlType: SqlType;
  readonly dataType: DataType;
  readonly required: boolean;
  readonly condition?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: string;
  readonly pattern?: string;
  readonly range?: Range;
  readonly codeList?: CodeUse;
  readonly references?: string;
  readonly identifierOf?: 'person';
  readonly normalise: readonly Normalise[];
  readonly labels: Labels;
  readonly keyRole: KeyRole;
  readonly criticality: 'key' | 'critical' | 'ordinary';
  readonly authority?: string;
  readonly origin: Origin;
  readonly reCollectable: ReCollectable;
  readonly group?: string;
  readonly maxAge?: number;
  readonly access?: FieldAccess;
}

/** A rule over several fields of one record. */
export interface CrossCheck {
  readonly name: string;
  /** In the expression language: true = passes, null = cannot say and passes, false = a finding. */
  readonly expression: string;
  readonly message: Texts;
  readonly severity: Severity;
  readonly dimension: Dimension;
  /** Physical names the expression reads. */
  readonly fields: readonly string[];
}

/** How the home body of a record is found. */
export interface BodyField {
  /** Physical name of the field that holds a body's code; absent when the loading body is the home. */
  readonly field?: string;
  /** `code`: the value is a body's code or name; `uploader`: whoever loads. */
  readonly how: 'code' | 'uploader';
}

export interface FieldGroup {
  readonly code: string;
  readonly names: Texts;
}

export interface EntityPlan {
  /** Physical name: `party_member`. */
  readonly name: string;
  readonly code: string;
  readonly names: Texts;
  readonly definition: Texts;
  /** Physical names of the key fields. */
  readonly key: readonly string[];
  readonly body: BodyField;
  readonly fields: readonly FieldPlan[];
  readonly groups: readonly FieldGroup[];
  readonly checks: readonly CrossCheck[];
  /** Whether records carry valid_from and valid_to. */
  readonly validTime: boolean;
  /** What a standard said of it that has no place here (`carried/`). */
  readonly carried?: Carried;
}

export interface PlanSettings {
  /** Order of day, month and year where a file writes them with slashes. */
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd';
  readonly decimalMark: ',' | '.';
  /** Headers that are never data: a running number, remarks (folded before comparing). */
  readonly skipColumns: readonly string[];
  /** Cells that mean "nothing" (folded before comparing). */
  readonly nothing: readonly string[];
  /** What people write for yes and no. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Words with which a text only points elsewhere (“see …”), by language: no definition begins with them. */
  readonly pointerWords?: Readonly<Record<string, readonly string[]>>;
}

export interface Plan {
  readonly format: 1;
  /** The edition's name, as people say it: `1.1`. The number of a release is given when it is published. */
  readonly release: string;
  readonly languages: readonly string[];
  /** SHA-256 (hex) of the canonical JSON (RFC 8785) of everything but itself. */
  readonly hash: string;
  readonly elements: readonly ElementPlan[];
  readonly entities: readonly EntityPlan[];
  readonly codeLists: readonly CodeListPlan[];
  readonly settings: PlanSettings;
}
