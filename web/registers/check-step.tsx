/** The third step: what would be stored, what waits for a person, what the source says otherwise. Nothing is stored yet. */
import { Button, Progress } from '@mantine/core';
import { IconCheck, IconDownload } from '@tabler/icons-react';
import type { LoadView } from '../../src/records/contract.ts';
import { annotatedLoad, commitDeclared } from '../../src/registers/contract.ts';
import { fileAddress, useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useView } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { To } from '../ui/to.tsx';
import { formatNumber } from '../ui/format.ts';
import { CheckFigures } from './check-figures.tsx';
import { changesNothing } from './declared.ts';
import { FindingsTable, type Shown } from './findings-table.tsx';
import type { RunLongWork } from './long-work.tsx';
import { ShownProblem } from './shown-problem.tsx';
import styles from './load.module.css';

interface CheckStepProps {
  readonly load: LoadView;
  readonly run: RunLongWork;
}

export function CheckStep({ load, run }: CheckStepProps) {
  const { t } = useWords('web-registers');
  const { register, counts } = load;
  const [view, show] = useView({ show: '', kind: '' });
  const commit = useCommand(commitDeclared, {
    refreshes: ['records', 'registers', 'exchange', 'quality', 'strategy', 'work'],
  });
  const store = () =>
    run({
      label: t('check.storing', { file: load.fileName ?? '' }),
      work: () => commit.mutateAsync({ params: { register, load: load.load }, body: { onlyValid: true } }),
      there: () => paths.loadResult(register, load.load),
    });
  const shown: Shown = { severity: severityOf(view.show, load), kind: view.kind };
  return (
    <>
      <Headline load={load} />
      <CheckFigures load={load} />
      <Findings load={load} shown={shown} onShow={(next) => show({ show: next.severity, kind: next.kind })} />
      {commit.isPending && (
        <div className={styles.progress} role="status">
          <Progress value={100} animated striped aria-label={t('check.storingNow')} />
          <span>{t('check.storingNow')}</span>
        </div>
      )}
      <ShownProblem error={commit.error} />
      <div className={styles.actions}>
        <Button component={To} plain to={paths.load(register)} variant="default">
          {t('check.otherFile')}
        </Button>
        <Button
          loading={commit.isPending}
          disabled={counts.ready === 0}
          onClick={() => void store()}
          leftSection={<IconCheck size={18} />}
        >
          <StoreWords load={load} />
        </Button>
      </div>
    </>
  );
}

/** What is shown first is what needs a person. */
function severityOf(asked: string, { findings, warnings }: LoadView): Shown['severity'] {
  if (asked === 'error' || asked === 'warning' || asked === 'note') return asked;
  if (Object.keys(findings).length > 0) return 'error';
  return Object.keys(warnings).length > 0 ? 'warning' : 'note';
}

function StoreWords({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const { counts } = load;
  const number = formatNumber(counts.ready, language);
  if (counts.ready === 0) return t('check.nothingToStore');
  if (changesNothing(load)) return t('check.storeNothingNew');
  return t(counts.wrong > 0 ? 'check.storeValid' : 'check.storeAll', { count: counts.ready, number });
}

function Headline({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const { counts } = load;
  const number = (value: number) => formatNumber(value, language);
  const read = t('check.read', { count: counts.rows, number: number(counts.rows) });
  if (counts.ready > 0 && changesNothing(load)) {
    return (
      <Notice title={`${read}. ${t('check.knownAlready')}`}>
        {t('check.same', {
          new: number(counts.new),
          unchanged: number(counts.unchanged),
          wrong: number(counts.wrong),
        })}
      </Notice>
    );
  }
  if (counts.wrong === 0) return <Notice tone="good" title={`${read}. ${t('check.allReady')}`} />;
  return (
    <Notice tone={counts.ready === 0 ? 'warn' : 'info'} title={read}>
      {t(counts.ready === 0 ? 'check.noneReady' : 'check.words')}
    </Notice>
  );
}

interface FindingsProps {
  readonly load: LoadView;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

function Findings({ load, shown, onShow }: FindingsProps) {
  const { t, language } = useWords('web-registers');
  const { counts } = load;
  const params = { register: load.register, load: load.load };
  const none = [load.findings, load.warnings, load.notes].every((kinds) => Object.keys(kinds).length === 0);
  if (none) return null;
  return (
    <FindingsTable
      load={load}
      shown={shown}
      onShow={onShow}
      actions={
        <>
          {counts.wrong > 0 && (
            <Button
              component="a"
              download
              variant="default"
              href={fileAddress(annotatedLoad, { params, query: { only: 'wrong' } })}
              leftSection={<IconDownload size={17} />}
            >
              {t('check.onlyWrong', { count: counts.wrong, number: formatNumber(counts.wrong, language) })}
            </Button>
          )}
          <Button
            component="a"
            download
            variant="light"
            href={fileAddress(annotatedLoad, { params })}
            leftSection={<IconDownload size={17} />}
          >
            {t('check.annotated')}
          </Button>
        </>
      }
    />
  );
}
