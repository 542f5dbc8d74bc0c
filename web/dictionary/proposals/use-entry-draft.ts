/**
 * An entry while it is edited: typed text is kept on this device at once, put into the proposal after a short stillness,
 * and never lost. When somebody else changed the same entry, both versions are shown and nothing is overwritten unasked.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import {
  getProposalEntry,
  putProposalEntry,
  type EntryKind,
  type EntryPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { ask, keyOf, ProblemError } from '../../api.ts';
import type { Entry } from '../attributes.ts';
import { sameValue } from '../compare-entries.ts';
import { tidy } from './draft.ts';
import { etagOf } from './proposal-words.tsx';

export interface EntryAddress {
  readonly proposal: number;
  readonly kind: EntryKind;
  readonly key: string;
}

export type Saving = 'saved' | 'typing' | 'saving' | 'failed' | 'conflict';

const STILL_MS = 1200;
const placeOf = ({ proposal, kind, key }: EntryAddress) => `artery.proposal.${String(proposal)}.${kind}.${key}`;

/** What was typed and not stored yet; absent where the device keeps nothing. */
export function keptDraft(address: EntryAddress): Entry | undefined {
  try {
    const kept = localStorage.getItem(placeOf(address));
    return kept === null ? undefined : (JSON.parse(kept) as Entry);
  } catch {
    return undefined;
  }
}

function keepDraft(address: EntryAddress, entry: Entry | undefined): void {
  try {
    if (entry === undefined) localStorage.removeItem(placeOf(address));
    else localStorage.setItem(placeOf(address), JSON.stringify(entry));
  } catch {
    // A full or forbidden store: the entry still stands on the page.
  }
}

interface Loaded {
  /** As the server has it; undefined for an entry that nobody has put yet. */
  readonly page: EntryPage | undefined;
  readonly revision: number;
  /** What the form begins with. */
  readonly start: Entry;
}

export function useEntryDraft(address: EntryAddress, { page, revision, start }: Loaded) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<Entry>(() => keptDraft(address) ?? start);
  const [restored] = useState(() => {
    const kept = keptDraft(address);
    return kept !== undefined && !sameValue(tidy(kept), tidy(start));
  });
  const [state, setState] = useState<Saving>('saved');
  const [error, setError] = useState<unknown>();
  const [other, setOther] = useState<EntryPage>();
  const at = useRef({ revision, stored: page?.mine ?? undefined, typed, busy: false });
  at.current.typed = typed;

  const store = useCallback(
    async (entry: Entry, revisionSeen: number) => {
      const { proposal, kind, key } = address;
      const answer = await ask(putProposalEntry, {
        params: { proposal, kind, key },
        body: { action: 'put', authored: tidy(entry) },
        ifMatch: etagOf(revisionSeen),
      });
      at.current.revision = answer.revision;
      at.current.stored = answer.mine ?? undefined;
      client.setQueryData(keyOf(getProposalEntry, { params: { proposal, kind, key } }), answer);
      void client.invalidateQueries({
        predicate: ({ queryKey }) =>
          /^dictionary\.(getProposal|listProposals|listProposalEntries)$/.test(String(queryKey[0])),
      });
    },
    [address, client],
  );

  /** The proposal moved on: was it this entry? If not, what was typed goes onto the new revision. */
  const meet = useCallback(
    async (entry: Entry) => {
      const { proposal, kind, key } = address;
      const now = await ask(getProposalEntry, { params: { proposal, kind, key } });
      if (sameValue(now.mine ?? undefined, at.current.stored) || sameValue(now.mine ?? undefined, tidy(entry))) {
        await store(entry, now.revision);
        return 'saved' as const;
      }
      at.current.revision = now.revision;
      setOther(now);
      return 'conflict' as const;
    },
    [address, store],
  );

  const save = useCallback(async () => {
    if (at.current.busy) return;
    at.current.busy = true;
    const entry = at.current.typed;
    setState('saving');
    try {
      let next: Saving = 'saved';
      try {
        await store(entry, at.current.revision);
      } catch (problem) {
        if (!(problem instanceof ProblemError && problem.status === 412)) throw problem;
        next = await meet(entry);
      }
      setError(undefined);
      const more = at.current.typed !== entry;
      if (next === 'saved' && !more) keepDraft(address, undefined);
      setState(next === 'saved' && more ? 'typing' : next);
    } catch (problem) {
      setError(problem);
      setState('failed');
    } finally {
      at.current.busy = false;
    }
  }, [address, meet, store]);

  useEffect(() => {
    if (state !== 'typing') return;
    const timer = setTimeout(() => void save(), STILL_MS);
    return () => clearTimeout(timer);
  }, [state, typed, save]);

  const change = useCallback(
    (next: Entry) => {
      setTyped(next);
      keepDraft(address, next);
      setState((was) => (was === 'conflict' ? was : 'typing'));
    },
    [address],
  );

  return {
    ...{ typed, change, state, error, other, restored },
    saveNow: () => void save(),
    /** Stores what was typed over the other version, or takes the other and forgets what was typed. */
    settle: (take: 'mine' | 'theirs') => {
      const theirs = other?.mine ?? undefined;
      setOther(undefined);
      if (take === 'mine') {
        at.current.stored = theirs;
        setState('typing');
      } else {
        if (theirs) setTyped(theirs);
        at.current.stored = theirs;
        keepDraft(address, undefined);
        setState('saved');
      }
    },
  };
}

export type EntryDraft = ReturnType<typeof useEntryDraft>;
