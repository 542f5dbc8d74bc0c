/** Whose the record is, where it is not the reader's to change: what is wrong is proposed, value by value. */
import type { ReactNode } from 'react';
import type { RecordView } from '../../src/records/contract.ts';
import { useWords } from '../i18n.ts';
import { Notice } from '../ui/notice.tsx';
import { useMayOf, useRefusal } from '../ui/may.ts';

interface KeptElsewhereProps {
  readonly register: string;
  readonly view: RecordView;
  readonly action?: ReactNode;
}

export function KeptElsewhere({ register, view, action }: KeptElsewhereProps) {
  const { t, say } = useWords('web-once');
  const refusal = useRefusal(register, 'records.edit', view.body.id);
  const may = useMayOf(register, ['registers.propose-correction']);
  const proposes = may('registers.propose-correction').allowed;
  if (!refusal || !(proposes || action)) return null;
  const { keeper } = refusal.facts;
  // Who keeps it is told within one's own tree; beyond it, where it is at home.
  const title =
    typeof keeper === 'object' && keeper !== null
      ? t('corr.keptBy', { body: say(keeper) })
      : t('corr.homeIs', { body: say(view.body.names) });
  return (
    <Notice title={title} action={action}>
      {proposes && t('corr.keptWords')}
    </Notice>
  );
}
