/**
 * A new record from the first key to the stored row: what is typed is kept on this device, what the source answers is not
 * asked, and what could not be sent goes out again when the node is back, under the same key.
 */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { FormModel } from '../../src/dictionary/contract.ts';
import { createRecord } from '../../src/records/contract.ts';
import { ask, newKey, ProblemError } from '../api.ts';
import type { Source } from '../ui/form.tsx';
import { keepRecord, keptRecord, type KeptRecord } from './kept-record.ts';
import type { Prefilled } from './prefill.tsx';
import { changedValues, draftOf, fieldsOf, type Draft } from './record-draft.ts';

const AGAIN_MS = 4000;
/** The node is not there, or something before it says so: nobody judged what was sent. */
const isLost = (error: unknown) => !(error instanceof ProblemError) || [502, 503, 504].includes(error.status);
const isGiven = (value: unknown) => value !== null && value !== undefined;

interface NewRecordQuestion {
  readonly register: string;
  readonly account: string;
  readonly form: FormModel;
  readonly ownBody: string;
  readonly onStored: (record: string) => void;
}

interface Writing {
  readonly values: Draft;
  readonly held: ReadonlyMap<string, Source>;
  /** Values of the source that somebody says are wrong. */
  readonly disputed: ReadonlyMap<string, string>;
  readonly body: string;
}

export function useNewRecord({ register, account, form, ownBody, onStored }: NewRecordQuestion) {
  const [kept] = useState(() => keptRecord(register, account));
  const [sendKey, setSendKey] = useState(() => kept?.sendKey ?? newKey());
  const empty = (): Writing => ({ values: draftOf(form, {}), held: new Map(), disputed: new Map(), body: ownBody });
  const [writing, setWriting] = useState<Writing>(() => (kept ? restored(kept, empty()) : empty()));
  const [waiting, setWaiting] = useState(kept?.waiting ?? false);
  const touched = useRef(kept !== undefined);
  const stored = useRef(false);
  const client = useQueryClient();
  const send = useMutation({
    networkMode: 'always',
    mutationFn: ({ values, body }: Pick<Writing, 'values' | 'body'>) =>
      ask(createRecord, {
        params: { register },
        body: { body, values: changedValues(form, {}, values) },
        idempotencyKey: sendKey,
      }),
    onSuccess: ({ record }) => {
      stored.current = true;
      keepRecord(register, account, undefined);
      setWaiting(false);
      const rooms = /^(records|registers|exchange|quality)\./;
      void client.invalidateQueries({ predicate: ({ queryKey }) => rooms.test(String(queryKey[0])) });
      onStored(record);
    },
    onError: (error) => {
      setWaiting(isLost(error));
      // What was judged and refused is another act when it is sent mended.
      if (!isLost(error)) setSendKey(newKey());
    },
  });
  useEffect(() => {
    if (!touched.current || stored.current) return;
    const { values, held, body } = writing;
    keepRecord(register, account, { values, held: [...held], body, sendKey, waiting, at: new Date().toISOString() });
  }, [register, account, writing, sendKey, waiting]);
  useSendAgain(waiting && !send.isPending, () => send.mutate(writing));
  const change = (next: (before: Writing) => Writing) => {
    touched.current = true;
    setWriting(next);
  };
  return {
    ...writing,
    waiting,
    send,
    restoredFrom: kept?.at,
    setBody: (body: string) => change((before) => ({ ...before, body })),
    set: (field: string, value: string) =>
      change((before) => ({ ...before, values: { ...before.values, [field]: value } })),
    dispute: (field: string) =>
      change((before) => ({
        ...before,
        held: new Map([...before.held].filter(([name]) => name !== field)),
        disputed: new Map([...before.disputed, [field, before.values[field] ?? '']]),
      })),
    prefill: ({ values: known, source }: Prefilled) => {
      const names = fieldsOf(form).flatMap(({ name }) => (isGiven(known[name]) ? [name] : []));
      const filled = Object.fromEntries(names.map((name) => [name, String(known[name])]));
      const held = new Map(names.map((name) => [name, source] as const));
      change((before) => ({ ...before, values: { ...before.values, ...filled }, held, disputed: new Map() }));
    },
    forget: () => {
      keepRecord(register, account, undefined);
      touched.current = false;
      setWaiting(false);
      setSendKey(newKey());
      setWriting(empty());
      send.reset();
    },
  };
}

export type NewRecordDraft = ReturnType<typeof useNewRecord>;

const restored = (kept: KeptRecord, empty: Writing): Writing => ({
  ...empty,
  values: { ...empty.values, ...kept.values },
  held: new Map(kept.held),
  body: kept.body || empty.body,
});

/** When the browser says that there is a network again, and every few seconds: a node can be away without it. */
function useSendAgain(isWaiting: boolean, again: () => void): void {
  const act = useRef(again);
  act.current = again;
  useEffect(() => {
    if (!isWaiting) return;
    const send = () => act.current();
    const timer = setInterval(send, AGAIN_MS);
    window.addEventListener('online', send);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', send);
    };
  }, [isWaiting]);
}
