/** The web's only way to the node: contracts as values in, typed answers out, problems as errors. */
import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf, call, callRaw, ProblemError, type CallInput, type Send } from '../src/platform/http/call.ts';
import type { AnyEndpoint, Answer } from '../src/platform/http/endpoint.ts';
import { currentLanguage } from './i18n.ts';

/** Set by the session: the token that proves a change came from our own page. */
let forgeryToken: string | undefined;
export function proveChangesWith(token: string | undefined): void {
  forgeryToken = token;
}

const send: Send = (url, init) => fetch(url, { ...init, credentials: 'same-origin' });
/** Says with every call that a page of ours asks (src/platform/http/client.ts): what others ask is counted as the API's. */
const ours = { 'x-artery-client': 'web' } as const;
const company = () => ({ csrf: forgeryToken, language: currentLanguage(), headers: ours });

/** One call outside components: the palette, a download with a body. @throws ProblemError */
export async function ask<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): Promise<Answer<E>> {
  return call<AnyEndpoint>(send, endpoint, { ...company(), ...input } as CallInput<AnyEndpoint>) as Promise<Answer<E>>;
}

/** The same with the response itself, for files. @throws ProblemError */
export async function askRaw<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): Promise<Response> {
  return callRaw<AnyEndpoint>(send, endpoint, { ...company(), ...input } as CallInput<AnyEndpoint>);
}

/** Hands an answer to the person as a file: for what is asked with a body, where a plain link would not do. */
export async function saveFile(answer: Response, name: string): Promise<void> {
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** The address of a file the node makes, for a plain link with `download`. */
export function fileAddress<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>): string {
  const { params, query } = input as Readonly<Record<'params' | 'query', Record<string, unknown> | undefined>>;
  return addressOf(endpoint, params, query);
}

const finalStatuses = new Set([400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428]);

const isFinal = (error: unknown): boolean => error instanceof ProblemError && finalStatuses.has(error.status);
const FRESH_MS = 10_000;

/**
 * Refusals are final: asking again would only be refused again, and every refusal is counted. So neither a part of the
 * page that is drawn anew asks again at once. A silent network is tried twice more.
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      gcTime: 10 * 60_000,
      retry: (failures, error) => failures < 2 && !isFinal(error),
      retryOnMount: ({ state }) => !(isFinal(state.error) && Date.now() - state.errorUpdatedAt < FRESH_MS),
    },
  },
});

export interface EndpointOptions {
  /** Ask again every so many milliseconds while the page is visible: for figures that move. */
  readonly every?: number;
  /** Wait until what is needed is known. */
  readonly when?: boolean;
  /** Keep the former answer on the screen while the next one comes. */
  readonly keep?: boolean;
}

/** Answers of an endpoint are remembered by its name, what was asked, and the language. */
export const keyOf = (endpoint: AnyEndpoint, input: unknown) => [endpoint.name, input, currentLanguage()] as const;

const settings = (options: EndpointOptions) => ({
  enabled: options.when ?? true,
  ...(options.every ? { refetchInterval: options.every } : {}),
});

/** Reads. `const people = useEndpoint(contract.listPeople, { query: { q } })`. */
export function useEndpoint<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: EndpointOptions = {},
): UseQueryResult<Answer<E>, Error> {
  return useQuery<Answer<E>, Error>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => ask(endpoint, { ...input, signal }),
    ...settings(options),
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

interface Paged<T> {
  readonly items: readonly T[];
  readonly next?: string;
}
type ItemOf<A> = A extends { readonly items: readonly (infer T)[] } ? T : never;

export interface Pages<T, A = unknown> {
  readonly items: readonly T[];
  /** The first page as it came, for what stands beside the items (totals, counts). */
  readonly first: A | undefined;
  /** The newest one. */
  readonly last: A | undefined;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly again: () => void;
}

/** Reads a paged list (`{ items, next? }`); `cursor` names the query member that takes `next`. */
export function usePages<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: EndpointOptions & { readonly cursor?: 'cursor' | 'after' } = {},
): Pages<ItemOf<Answer<E>>, Answer<E>> {
  const { cursor = 'cursor' } = options;
  const result = useInfiniteQuery({
    queryKey: [...keyOf(endpoint, input), 'pages'],
    queryFn: ({ pageParam, signal }) => {
      const { query } = input as { readonly query?: Readonly<Record<string, unknown>> };
      const asked = pageParam ? { ...query, [cursor]: pageParam } : query;
      return ask(endpoint, { ...input, ...(asked ? { query: asked } : {}), signal } as CallInput<E>);
    },
    initialPageParam: '',
    getNextPageParam: (last) => (last as Paged<unknown>).next,
    placeholderData: keepPreviousData,
    ...settings(options),
  });
  const pages = result.data?.pages;
  return {
    items: (pages ?? []).flatMap((page) => (page as Paged<ItemOf<Answer<E>>>).items),
    first: pages?.[0],
    last: pages?.at(-1),
    loading: result.isPending,
    loadingMore: result.isFetchingNextPage,
    error: result.error,
    hasMore: result.hasNextPage,
    more: () => void result.fetchNextPage(),
    again: () => void result.refetch(),
  };
}

/** 128 random bits. `crypto.randomUUID` is missing where the node is reached by plain http in a closed network. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

let proveAgain: (() => Promise<boolean>) | undefined;
/** Who asks the person once more who he is; the shell does. */
export function proveAgainWith(way: (() => Promise<boolean>) | undefined): void {
  proveAgain = way;
}

/** A strong act that was refused for want of a fresh proof is sent once more when that was given. */
async function askStrongly<A>(act: () => Promise<A>): Promise<A> {
  try {
    return await act();
  } catch (error) {
    const isAsked = error instanceof ProblemError && error.problem.type.endsWith('/platform/step-up-needed');
    if (!isAsked || !(await proveAgain?.())) throw error;
    return act();
  }
}

export interface CommandOptions<A> {
  /** Whose answers are old afterwards: `['work', 'strategy.listTasks']`; a room's name means all of it. */
  readonly refreshes?: readonly string[];
  readonly onDone?: (answer: A) => void;
}

/**
 * Writes. The idempotency key is made when the form opens, so a second click or a repeated send stores once; a new key
 * is made after success.
 */
export function useCommand<E extends AnyEndpoint>(
  endpoint: E,
  options: CommandOptions<Answer<E>> = {},
): UseMutationResult<Answer<E>, Error, CallInput<E>> {
  const client = useQueryClient();
  const [idempotencyKey, setKey] = useState(newKey);
  return useMutation<Answer<E>, Error, CallInput<E>>({
    mutationFn: (input) => askStrongly(() => ask(endpoint, { idempotencyKey, ...input })),
    onSuccess: async (answer) => {
      setKey(newKey());
      await client.invalidateQueries({ predicate: ({ queryKey }) => isStale(String(queryKey[0]), options.refreshes) });
      options.onDone?.(answer);
    },
  });
}

function isStale(name: string, refreshes: readonly string[] = []): boolean {
  return refreshes.some((wanted) => name === wanted || name.startsWith(`${wanted}.`));
}

export { ProblemError };
