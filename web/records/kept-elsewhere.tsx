/** Whose the record is, where it is not the reader's to change: what is wrong is proposed, value by value. */
import type { ReactNode } from 'react';
import type { RecordView } from '../../src/records/contract.ts';
import { useWords } from '../i18n.ts';
import { Notice } from '../ui/notice.tsx';

interface KeptElsewhereProps {
  readonly view: RecordView;
  readonly action?: ReactNode;
}

export function KeptElsewhere({ view, action }: KeptElsewhereProps) {
  const { t, say } = useWords('web-once');
  const edit = view.allowed?.['records.editRecord'];
  const proposes = view.allowed?.['registers.proposeCorrection'].allowed;
  if (!edit || edit.allowed || !(proposes || action)) return null;
  const keeper = edit.facts?.['keeper'];
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
