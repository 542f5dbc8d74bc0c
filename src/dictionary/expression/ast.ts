/** The tree of an expression and its types. A typed, total subset of CEL (cel-spec, 2025): see README.md. */

/** `moment` compares only; a list holds literals of one type. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'moment';

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

interface At {
  /** Offsets into the source: what an explanation quotes. */
  readonly from: number;
  readonly to: number;
}

export type Node = At &
  (
    | { readonly kind: 'literal'; readonly type: 'text' | 'number' | 'boolean'; readonly value: string | boolean }
    | { readonly kind: 'null' }
    | { readonly kind: 'field'; readonly name: string }
    | { readonly kind: 'list'; readonly items: readonly Node[] }
    | { readonly kind: 'map'; readonly entries: readonly MapEntry[] }
    | { readonly kind: 'not' | 'minus'; readonly item: Node }
    | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
    | { readonly kind: 'in'; readonly item: Node; readonly list: Node }
    | { readonly kind: 'choose'; readonly condition: Node; readonly yes: Node; readonly no: Node }
    | { readonly kind: 'call'; readonly name: string; readonly items: readonly Node[] }
  );

/** `'M': '1'`: both sides are literals. */
export interface MapEntry {
  readonly key: Node & { readonly kind: 'literal' };
  readonly value: Node & { readonly kind: 'literal' };
}

export class ExpressionError extends Error {
  override name = 'ExpressionError';
  /** Key of the catalogue: `expressions.<reason>`. */
  readonly reason: string;
  readonly at: number;
  readonly params: Readonly<Record<string, string>>;
  constructor(reason: string, at: number, params: Readonly<Record<string, string>> = {}) {
    super(`${reason} at ${String(at)}${Object.keys(params).length ? ` ${JSON.stringify(params)}` : ''}`);
    this.reason = reason;
    this.at = at;
    this.params = params;
  }
}

export interface FieldType {
  readonly name: string;
  readonly type: ValueType;
  /** True for partialDate: a text whose value counts as a date only when it is complete. */
  readonly partial?: boolean;
  /** Stored sealed: no expression may name it, for no statement can read it. */
  readonly sealed?: boolean;
  /** Characters a text has at most, where that is known: what the cost is estimated with. */
  readonly maxLength?: number;
}

/** A table that an expression names: `lookup(sex, 'values')`. Text → text. */
export type LookupTable = ReadonlyMap<string, string>;
export type Tables = ReadonlyMap<string, LookupTable>;

/** What a node of a checked tree is: its type, and for `field` the column that is read. */
export interface Checked {
  readonly source: string;
  readonly root: Node;
  readonly type: ValueType;
  readonly types: ReadonlyMap<Node, ValueType>;
  readonly fields: readonly FieldType[];
  /** Names of the fields it reads, each once, in the order of reading. */
  readonly reads: readonly string[];
  /** Tables that `lookup` may name. */
  readonly tables: Tables;
  /** Estimated steps of one evaluation: see cost.ts. */
  readonly cost: number;
}
