/** Reads a profile's registers and governance files; every misfit with its file and line. Pure. */
import type { Static, TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import {
  AuthoredAgreement,
  AuthoredAnswering,
  AuthoredBasis,
  AuthoredCategory,
  AuthoredMandatory,
  AuthoredPurpose,
  AuthoredRegister,
  AuthoredRequest,
  type AuthoredGovernance,
  type Located,
} from './authored.ts';
import { AuthoredHold, AuthoredLifecycle } from './lifecycle/authored.ts';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

export interface Parsed {
  readonly authored: AuthoredGovernance;
  /** Sentences that begin with `file:line:`. */
  readonly findings: string[];
}

interface Source {
  readonly document: Document;
  readonly at: (node: unknown) => string;
}

function open({ file, text }: SourceFile, findings: string[]): Source | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    findings.push(`${file}:${String(error.linePos?.[0].line ?? 1)}: ${error.message.split('\n')[0] ?? ''}`);
  }
  const at = (node: unknown) => {
    const start = (node as { range?: [number, number, number] } | null)?.range?.[0];
    return `${file}:${String(start === undefined ? 1 : lines.linePos(start).line)}`;
  };
  return document.errors.length > 0 || document.contents === null ? undefined : { document, at };
}

function read<T extends TSchema>(schema: T, node: unknown, source: Source, findings: string[]): Located<Static<T>>[] {
  if (node === undefined || node === null) return [];
  const items = isSeq(node) ? node.items : [node];
  return items.flatMap((item) => {
    const at = source.at(item);
    const value: unknown = (item as Node).toJS(source.document, { maxAliasCount: 0 });
    if (Check(schema, value)) return [{ value, at }];
    for (const { instancePath, message } of Errors(schema, value).slice(0, 5)) {
      findings.push(`${at}: ${instancePath || '/'} ${message}`);
    }
    return [];
  });
}

/** @param registers files of `registers/`  @param governance files of `governance/` */
export function parseGovernance(registers: readonly SourceFile[], governance: readonly SourceFile[]): Parsed {
  const findings: string[] = [];
  const authored: AuthoredGovernance = {
    registers: [],
    purposes: [],
    bases: [],
    categories: [],
    mandatory: [],
    agreements: [],
    requests: [],
    answering: [],
    lifecycle: [],
    holds: [],
  };
  for (const file of registers) {
    const source = open(file, findings);
    if (source) authored.registers.push(...read(AuthoredRegister, source.document.contents, source, findings));
  }
  for (const file of governance) {
    const source = open(file, findings);
    if (!source) continue;
    const root = source.document.contents;
    if (!isMap(root)) {
      findings.push(
        `${file.file}:1: a map with purposes, bases, categories, mandatory, agreements, requests, answering, lifecycle or holds is expected`,
      );
      continue;
    }
    authored.purposes.push(...read(AuthoredPurpose, root.get('purposes', true), source, findings));
    authored.bases.push(...read(AuthoredBasis, root.get('bases', true), source, findings));
    authored.categories.push(...read(AuthoredCategory, root.get('categories', true), source, findings));
    authored.mandatory.push(...read(AuthoredMandatory, root.get('mandatory', true), source, findings));
    authored.agreements.push(...read(AuthoredAgreement, root.get('agreements', true), source, findings));
    authored.requests.push(...read(AuthoredRequest, root.get('requests', true), source, findings));
    authored.answering.push(...read(AuthoredAnswering, root.get('answering', true), source, findings));
    authored.lifecycle.push(...read(AuthoredLifecycle, root.get('lifecycle', true), source, findings));
    authored.holds.push(...read(AuthoredHold, root.get('holds', true), source, findings));
  }
  return { authored, findings };
}
