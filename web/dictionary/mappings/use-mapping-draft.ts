/** A mapping on the workbench: what is typed, whether it is stored, and what to do when somebody stored it meanwhile. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  confirmMapping,
  getMapping,
  saveMapping,
  type Mapping,
  type MappingView,
} from '../../../src/dictionary/contract.ts';
import { ask, keyOf, ProblemError, useCommand } from '../../api.ts';
import { sameValue } from '../compare-entries.ts';
import { etagOf } from '../proposals/proposal-words.tsx';
import { keepMapping, keptMapping, type KeptMapping } from './kept-mapping.ts';
import { mergeMapping } from './mapping-draft.ts';

const refreshes = ['dictionary.getMapping', 'dictionary.listMappings', 'dictionary.mappingDebt'];

interface Base {
  readonly mapping: Mapping;
  readonly revision: number;
}

export function useMappingDraft(view: MappingView) {
  const client = useQueryClient();
  const { code } = view.mapping;
  const [kept] = useState(() => keptMapping(code));
  const [base, setBase] = useState<Base>(kept?.base ?? view);
  const [draft, setDraft] = useState(kept?.draft ?? view.mapping);
  const [isRestored, setRestored] = useState(kept !== undefined);
  const [isSaved, setSaved] = useState(false);
  const [reloading, setReloading] = useState(false);
  const [clashes, setClashes] = useState<readonly string[]>();
  const [reloadError, setReloadError] = useState<unknown>();
  const save = useCommand(saveMapping, { refreshes });
  const confirm = useCommand(confirmMapping, { refreshes });
  const params = { mapping: code };
  const isDirty = !sameValue(base.mapping, draft);
  const failed = save.error ?? confirm.error;
  const isStale = failed instanceof ProblemError && failed.status === 412;
  const ifMatch = etagOf(base.revision);
  useKept(code, isDirty ? { base, draft } : undefined);

  return {
    draft,
    isDirty,
    isSaved,
    /** It was typed before, and the page left without saving. */
    isRestored: isRestored && isDirty,
    isStale,
    isSaving: save.isPending,
    isConfirming: confirm.isPending,
    reloading,
    /** Places both changed, after a reload; undefined while nothing was reloaded. */
    clashes,
    error: isStale ? reloadError : (failed ?? reloadError),
    change: (next: Mapping) => {
      setDraft(next);
      setSaved(false);
    },
    /** What is stored, without what was typed. */
    discard: () => {
      setBase(view);
      setDraft(view.mapping);
      setRestored(false);
      setClashes(undefined);
      save.reset();
    },
    save: () => {
      const sent = draft;
      confirm.reset();
      save.mutate(
        { params, body: sent, ifMatch },
        {
          onSuccess: ({ revision }) => {
            setBase({ mapping: sent, revision });
            setSaved(true);
            setRestored(false);
            setClashes(undefined);
          },
        },
      );
    },
    confirm: () => {
      save.reset();
      confirm.mutate(
        { params, body: { body: base.mapping.body }, ifMatch },
        { onSuccess: ({ revision }) => setBase({ ...base, revision }) },
      );
    },
    /** What is stored now, with what was typed here on top. */
    reload: async () => {
      setReloading(true);
      try {
        const now = await ask(getMapping, { params });
        client.setQueryData(keyOf(getMapping, { params }), now);
        const merged = mergeMapping(base.mapping, draft, now.mapping);
        setBase({ mapping: now.mapping, revision: now.revision });
        setDraft(merged.mapping);
        setClashes(merged.clashes);
        setReloadError(undefined);
        save.reset();
        confirm.reset();
      } catch (problem) {
        setReloadError(problem);
      } finally {
        setReloading(false);
      }
    },
  };
}

/** Typing stays on this device until it is stored; a tab that is closed meanwhile asks once more. */
function useKept(code: string, kept: KeptMapping | undefined): void {
  const isDirty = kept !== undefined;
  useEffect(() => keepMapping(code, kept));
  useEffect(() => {
    if (!isDirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}

export type MappingDraft = ReturnType<typeof useMappingDraft>;
