/** What was refused goes into the audit trail: by a decision, or by a use case whose problem is `audited`. */
import type { FastifyRequest } from 'fastify';
import type { About, AnyEndpoint } from './endpoint.ts';
import type { Input } from './input.ts';
import { Problem } from './problem.ts';
import type { Server } from './serve.ts';

/** One request on its way. */
export interface Acting {
  readonly server: Pick<Server, 'audit' | 'marks'>;
  readonly endpoint: AnyEndpoint;
  readonly request: FastifyRequest;
  readonly input: Input;
}

export const aboutOf = (endpoint: AnyEndpoint, input: Input): About => endpoint.about?.(input) ?? {};

/** `records.readRecord` is `records.read-record` in the audit trail. */
export const actionOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A use case that refuses with an `audited` problem leaves an entry, as a refusing decision does. */
export async function audited<T>(acting: Acting, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Problem && error.kind.audited) await recordProblem(acting, error);
    throw error;
  }
}

/** @param problem of an `audited` kind; a mark of secrecy is an incident besides */
export async function recordProblem(acting: Acting, { kind, extras }: Problem): Promise<void> {
  const { server, endpoint, request } = acting;
  if (kind.slug === 'marked-secret') {
    const text = (name: string) => (typeof extras[name] === 'string' ? extras[name] : undefined);
    const row = typeof extras['row'] === 'number' ? extras['row'] : undefined;
    const { account, body } = request.caller;
    const met = { place: text('place') ?? 'cell', rule: text('rule') ?? 'degree', degree: text('degree'), row };
    await server.marks?.note({ ...met, way: endpoint.name, account, body });
  }
  await recordRefusal(acting, `${kind.room}/${kind.slug}`, extras);
}

export async function recordRefusal(acting: Acting, rule: string, facts: unknown): Promise<void> {
  const { server, endpoint, request, input } = acting;
  const about = aboutOf(endpoint, input);
  const { caller } = request;
  const named = about.register ?? (about.body === undefined ? undefined : `body ${String(about.body)}`);
  await server.audit.append({
    action: actionOf(endpoint.name),
    actor: caller.account,
    body: caller.body,
    purpose: about.purpose ?? null,
    // The asker's own words go into a leaf only when they look like a name of ours.
    subject: named !== undefined && /^[a-z][\w. -]{0,63}$/.test(named) ? named : endpoint.name,
    allowed: false,
    rule,
    detail: { facts, request: request.id },
  });
}
