/** The last step: what was stored, what it saved, what still waits, and how to take it back. */
import { Button } from '@mantine/core';
import { IconDownload, IconListDetails, IconUpload } from '@tabler/icons-react';
import type { LoadView } from '../../src/records/contract.ts';
import { annotatedLoad } from '../../src/registers/contract.ts';
import { listIndicators } from '../../src/strategy/contract.ts';
import { fileAddress, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { UndoButton } from '../records/undo-button.tsx';
import { StatCard } from '../ui/cards.tsx';
import { formatNumber } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Cards, Panel, Split } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Num } from '../ui/values.tsx';
import { declaredOf, formerCodes, changesNothing } from './declared.ts';
import styles from './load.module.css';

export function ResultStep({ load }: { readonly load: LoadView }) {
  return (
    <>
      <Outcome load={load} />
      {load.state === 'committed' && <Figures load={load} />}
      <Split side={<Facts load={load} />}>
        <Next load={load} />
      </Split>
      <Ways load={load} />
    </>
  );
}

function Outcome({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const { counts } = load;
  const number = (value: number) => formatNumber(value, language);
  if (load.state === 'undone') {
    return (
      <Notice tone="warn" live title={t('result.undone')}>
        <Moment value={load.undoneAt} /> · {t('result.undoneWords')}
      </Notice>
    );
  }
  const same = t('check.same', {
    new: number(counts.new),
    unchanged: number(counts.unchanged),
    wrong: number(counts.wrong),
  });
  if (changesNothing(load))
    return (
      <Notice live title={t('result.nothingNew')}>
        {same}
      </Notice>
    );
  const stored = counts.new + counts.changed;
  return (
    <Notice tone="good" live title={t('result.stored', { count: stored, number: number(stored) })}>
      {t('result.storedWords', {
        new: number(counts.new),
        changed: number(counts.changed),
        unchanged: number(counts.unchanged),
      })}
    </Notice>
  );
}

const SECONDS_AN_HOUR = 3600;

function Figures({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const declared = declaredOf(load);
  const { counts } = load;
  const cells = declared?.cellsNotDeclaredAgain ?? 0;
  return (
    <Cards min={180}>
      <StatCard
        label={t('result.inRegister')}
        value={<Num value={counts.new + counts.changed} />}
        tone="good"
        to={paths.bodyRegister(load.body.code, load.register)}
        note={t('result.toRecords')}
      />
      {declared && !changesNothing(load) && (
        <StatCard label={t('result.cells')} value={<Num value={cells} />} tone="good" note={<Hours cells={cells} />} />
      )}
      <StatCard
        label={t('result.waiting')}
        value={<Num value={counts.wrong} />}
        tone={counts.wrong > 0 ? 'warn' : 'quiet'}
        note={t(counts.wrong > 0 ? 'result.waitingNote' : 'result.noneWaiting')}
      />
      {declared && declared.differs > 0 && (
        <StatCard
          label={t('result.corrections')}
          value={<Num value={declared.differs} />}
          tone="warn"
          note={t('figure.differsNote')}
        />
      )}
      {formerCodes(load).exact > 0 && (
        <StatCard
          label={t('figure.former')}
          value={<Num value={formerCodes(load).exact + formerCodes(load).settled} />}
          tone="info"
          note={t('figure.formerNote', {
            exact: formatNumber(formerCodes(load).exact, language),
            settled: formatNumber(formerCodes(load).settled, language),
          })}
        />
      )}
    </Cards>
  );
}

/** The worth of a cell is an assumption of the indicator that counts them: it stands there, and can be changed there. */
function Hours({ cells }: { readonly cells: number }) {
  const { t, language } = useWords('web-registers');
  const indicators = useEndpoint(listIndicators, {});
  const worth = indicators.data?.items.find(({ secondsPerUnit }) => secondsPerUnit !== null);
  if (!worth?.secondsPerUnit) return null;
  const hours = formatNumber((cells * worth.secondsPerUnit) / SECONDS_AN_HOUR, language, { decimals: 1 });
  return (
    <>
      {t('result.hours', { hours })}{' '}
      <To to={paths.indicator(worth.code)}>{t('result.assumption', { seconds: worth.secondsPerUnit })}</To>
    </>
  );
}

function Next({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const declared = declaredOf(load);
  const { wrong } = load.counts;
  const number = (value: number) => formatNumber(value, language);
  const steps =
    load.state === 'undone'
      ? [t('next.undone')]
      : [
          ...(changesNothing(load) ? [] : [t('next.figures')]),
          ...(wrong > 0 ? [t('next.mend', { count: wrong, number: number(wrong) })] : []),
          ...(declared && declared.differs > 0
            ? [t('next.corrections', { count: declared.differs, number: number(declared.differs) })]
            : []),
          ...(declared && declared.noKey > 0
            ? [t('next.noKey', { count: declared.noKey, number: number(declared.noKey) })]
            : []),
          ...(load.undoable ? [t('next.undo')] : []),
        ];
  return (
    <Panel title={t('next.title')}>
      <ol className={styles.next}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Panel>
  );
}

function Facts({ load }: { readonly load: LoadView }) {
  const { t, say } = useWords('web-registers');
  return (
    <Panel title={t('result.about')}>
      <dl className={styles.facts}>
        <dt>{t('loads.file')}</dt>
        <dd>
          <bdi>{load.fileName ?? t('loads.noFile')}</bdi>
        </dd>
        <dt>{t('loads.body')}</dt>
        <dd>{say(load.body.names)}</dd>
        <dt>{t('loads.by')}</dt>
        <dd>{load.name || t('history.system')}</dd>
        <dt>{t('loads.at')}</dt>
        <dd>
          <Moment value={load.committedAt ?? load.createdAt} />
        </dd>
        {load.changeSet !== null && (
          <>
            <dt>{t('result.changeSet')}</dt>
            <dd>
              <Num value={load.changeSet} />
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

function Ways({ load }: { readonly load: LoadView }) {
  const { t, language } = useWords('web-registers');
  const { register, counts, changeSet } = load;
  const params = { register, load: load.load };
  return (
    <div className={`${styles.actions ?? ''} ${styles.still ?? ''}`}>
      {load.undoable && changeSet !== null ? <UndoButton changeSet={changeSet} label={t('result.undo')} /> : <span />}
      {counts.wrong > 0 && (
        <>
          <Button
            component="a"
            download
            variant="default"
            href={fileAddress(annotatedLoad, { params, query: { only: 'wrong' } })}
            leftSection={<IconDownload size={17} />}
          >
            {t('check.onlyWrong', { count: counts.wrong, number: formatNumber(counts.wrong, language) })}
          </Button>
          <Button
            component="a"
            download
            variant="default"
            href={fileAddress(annotatedLoad, { params })}
            leftSection={<IconDownload size={17} />}
          >
            {t('check.annotated')}
          </Button>
        </>
      )}
      <Button component={To} plain to={paths.load(register)} variant="default" leftSection={<IconUpload size={17} />}>
        {t('load.another')}
      </Button>
      <Button
        component={To}
        plain
        to={paths.bodyRegister(load.body.code, register)}
        leftSection={<IconListDetails size={17} />}
      >
        {t('result.seeRecords')}
      </Button>
    </div>
  );
}
