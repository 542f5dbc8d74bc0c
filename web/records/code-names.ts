/** Names of codes for people: whole lists when they are short, single codes of long ones, each asked once and kept. */
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { listCodes, resolveCode } from '../../src/dictionary/contract.ts';
import type { Texts } from '../../src/platform/texts.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { ask, keyOf } from '../api.ts';

export interface Coded {
  readonly list: string;
  readonly code: string;
}
export type NameOfCode = (list: string, code: string) => Texts | undefined;

const WHOLE = 200;
/** Of a long list, at most so many codes are asked for by one page; the others are shown as codes. */
const MOST_SINGLE = 120;
const kept = { staleTime: Infinity, gcTime: Infinity, retry: false } as const;
const inAnswer = <T>(results: readonly UseQueryResult<T>[]) => results.map(({ data }) => data);

const wholeList = (list: string) => {
  const input = { params: { list }, query: { limit: WHOLE } };
  return { queryKey: keyOf(listCodes, input), queryFn: () => ask(listCodes, input), ...kept };
};
const oneCode = ({ list, code }: Coded) => {
  const input = { params: { list, code } };
  return { queryKey: keyOf(resolveCode, input), queryFn: () => ask(resolveCode, input), ...kept };
};

/** @param wanted codes on the screen; the same code may stand in it often */
export function useCodeNames(wanted: readonly Coded[]): NameOfCode {
  const lists = useMemo(() => [...new Set(wanted.map(({ list }) => list))].sort(), [wanted]);
  const heads = useQueries({ queries: lists.map(wholeList), combine: inAnswer });
  const known = useMemo(() => {
    const names = new Map<string, Texts>();
    for (const [i, head] of heads.entries()) {
      for (const row of head?.items ?? []) names.set(`${lists[i] ?? ''}\n${row.code}`, row.names);
    }
    return names;
  }, [heads, lists]);
  const singles = useMemo(() => {
    const asked = (list: string) => heads[lists.indexOf(list)] !== undefined;
    const open = wanted.filter(({ list, code }) => asked(list) && !known.has(`${list}\n${code}`));
    return [...new Map(open.map((one) => [`${one.list}\n${one.code}`, one])).values()].slice(0, MOST_SINGLE);
  }, [wanted, heads, lists, known]);
  const answers = useQueries({ queries: singles.map(oneCode), combine: inAnswer });
  const resolved = useMemo(
    () => new Map(singles.map(({ list, code }, i) => [`${list}\n${code}`, nameIn(answers[i])])),
    [singles, answers],
  );
  return useCallback(
    (list: string, code: string) => known.get(`${list}\n${code}`) ?? resolved.get(`${list}\n${code}`),
    [known, resolved],
  );
}

/** What it means today, or what it last meant. */
const nameIn = (answer: Answer<typeof resolveCode> | undefined): Texts | undefined =>
  answer?.meaning?.names ?? answer?.everyMeaning.at(-1)?.names;
