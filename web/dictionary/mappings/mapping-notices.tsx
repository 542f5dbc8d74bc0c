/** What to know before one goes on: to be checked, stored by somebody else, not stored yet, for reading only. */
import { Button } from '@mantine/core';
import type { MappingView } from '../../../src/dictionary/contract.ts';
import { useWords } from '../../i18n.ts';
import type { May } from '../../ui/may.ts';
import { Notice } from '../../ui/notice.tsx';
import { Code } from '../../ui/values.tsx';
import type { MappingDraft } from './use-mapping-draft.ts';
import styles from './mappings.module.css';

interface NoticesProps {
  readonly view: MappingView;
  readonly draft: MappingDraft;
  readonly may: May;
  readonly isNarrow: boolean;
}

export function MappingNotices({ view, draft, may, isNarrow }: NoticesProps) {
  const { t } = useWords('web-mapping');
  return (
    <>
      {isNarrow && <Notice>{t('readOnly')}</Notice>}
      {!isNarrow && may.reason && <Notice>{may.reason}</Notice>}
      {draft.isStale && (
        <Notice
          tone="warn"
          live
          title={t('stale')}
          action={
            <Button loading={draft.reloading} onClick={() => void draft.reload()}>
              {t('reload')}
            </Button>
          }
        >
          {t('staleWords')}
        </Notice>
      )}
      {draft.clashes && !draft.isStale && (
        <Notice tone={draft.clashes.length > 0 ? 'warn' : 'info'} live title={t('merged')}>
          {draft.clashes.length > 0 ? t('clashes', { places: draft.clashes.join(', ') }) : t('notSaved')}
        </Notice>
      )}
      {view.toCheck.length > 0 && <ToCheck view={view} draft={draft} may={may} isNarrow={isNarrow} />}
      {draft.isSaved && !draft.isDirty && <Notice tone="good" live title={t('saved')} />}
      {draft.isDirty && !draft.isStale && <Unsaved draft={draft} />}
    </>
  );
}

/** What was typed stays on this device; typed at another time, it may also be thrown away. */
function Unsaved({ draft }: { readonly draft: MappingDraft }) {
  const { t } = useWords('web-mapping');
  if (!draft.isRestored) return <Notice title={t('unsaved')}>{t('keptHere')}</Notice>;
  return (
    <Notice
      title={t('restored')}
      action={
        <Button variant="default" onClick={draft.discard}>
          {t('discard')}
        </Button>
      }
    >
      {t('restoredWords')}
    </Notice>
  );
}

function ToCheck({ view, draft, may, isNarrow }: NoticesProps) {
  const { t } = useWords('web-mapping');
  return (
    <Notice
      tone="warn"
      title={t('touched', { current: view.current, release: view.release })}
      action={
        !isNarrow && (
          <Button
            variant="default"
            disabled={!may.allowed}
            title={may.reason}
            loading={draft.isConfirming}
            onClick={draft.confirm}
          >
            {t('confirm')}
          </Button>
        )
      }
    >
      <ul className={styles.plain}>
        {view.toCheck.map(({ to, changes }) => (
          <li key={to}>
            <Code soft>{to}</Code> <span dir="auto">{changes.join(' ')}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
