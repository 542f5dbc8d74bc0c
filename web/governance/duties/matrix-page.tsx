/** Bodies × duties: what is held there, what the body above does, what nobody does. The arrow keys walk the grid. */
import { Button, Switch } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { readMatrix, type MatrixCell, type MatrixRow } from '../../../src/governance/responsibilities/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { usePages } from '../../api.ts';
import { BodyChoice } from '../../bodies/body-choice.tsx';
import { paths } from '../../paths.ts';
import { useView } from '../../ui/hooks.ts';
import { formatDay, formatList } from '../../ui/format.ts';
import { Page, Panel, Row, Stack } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Tag, type Tone } from '../../ui/verdict.tsx';
import { useActWords } from '../../work/use-act-words.ts';
import { GovernanceTabs } from '../governance-words.tsx';
import styles from './matrix.module.css';
import { useDutyWords } from './use-duty-words.ts';

type Matrix = Answer<typeof readMatrix>;
const tones: Readonly<Record<MatrixCell['state'], Tone>> = {
  held: 'good',
  inherited: 'quiet',
  gap: 'bad',
  none: 'quiet',
};

export function MatrixPage() {
  const { t } = useDutyWords();
  const { t: acts } = useActWords();
  const [view, show] = useView({ under: '', gaps: '' });
  const query = { ...(view.under && { under: view.under }), ...(view.gaps && { gaps: true }) };
  const matrix = usePages(readMatrix, { query }, { cursor: 'after' });
  const { duties = [], counts } = matrix.first ?? {};
  return (
    <Page
      title={t('matrix')}
      lead={t('matrixLead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
      actions={
        <Button component={To} plain to={paths.delegations()} variant="default">
          {acts('delegations.title')}
        </Button>
      }
    >
      <GovernanceTabs current={paths.matrix()} />
      <Stack>
        <Row>
          <BodyChoice label={t('under')} value={view.under} onChange={(under) => show({ under })} />
          <Switch
            label={t('onlyGaps')}
            checked={view.gaps !== ''}
            onChange={(event) => show({ gaps: event.currentTarget.checked ? 'yes' : '' })}
          />
          {counts && (
            <>
              <Tag>{t('counts.bodies', { count: counts.bodies })}</Tag>
              <Tag tone={counts.gaps > 0 ? 'bad' : 'good'}>{t('counts.gaps', { count: counts.gaps })}</Tag>
            </>
          )}
        </Row>
        <Panel flush>
          {matrix.loading && <Loading shape="table" />}
          {matrix.error && <ErrorState error={matrix.error} onRetry={matrix.again} />}
          {matrix.first && duties.length === 0 && <EmptyState title={t('noMatrix')}>{t('noMatrixWords')}</EmptyState>}
          {duties.length > 0 && <Grid duties={duties} rows={matrix.items} />}
          {matrix.hasMore && (
            <Button m="md" variant="default" loading={matrix.loadingMore} onClick={matrix.more}>
              {t('more')}
            </Button>
          )}
        </Panel>
      </Stack>
    </Page>
  );
}

interface GridProps {
  readonly duties: Matrix['duties'];
  readonly rows: readonly MatrixRow[];
}

/** One stop of the tab key; from there the arrows, Home and End (ARIA grid pattern). What stands in a cell is said below it. */
function Grid({ duties, rows }: GridProps) {
  const { t, say, role } = useDutyWords();
  const words = useCellWords();
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const table = useRef<HTMLTableElement>(null);
  const [row, column] = [Math.min(at[0], rows.length - 1), at[1]];
  const go = (event: KeyboardEvent) => {
    const next = step(event, [row, column], [rows.length, duties.length]);
    if (!next) return;
    event.preventDefault();
    setAt(next);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.join('-')}"]`)?.focus();
  };
  const chosen = rows[row]?.cells[column];
  const said = chosen && rows[row] ? `${say(rows[row].body.names)}: ${words(chosen)}` : '';
  return (
    <>
      <div className={styles.scroll}>
        <table ref={table} role="grid" aria-label={t('matrix')} className={styles.grid} onKeyDown={go}>
          <thead>
            <tr>
              <th scope="col">{t('body')}</th>
              {duties.map(({ code, kind, names }) => (
                <th scope="col" key={`${kind} ${code}`}>
                  {kind === 'role' ? role(code) : say(names)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ body, depth, cells }, y) => (
              <tr key={body.id}>
                <th scope="row" style={{ paddingInlineStart: 10 + 16 * depth }}>
                  <To to={paths.body(body.code)}>{say(body.names)}</To>
                </th>
                {cells.map((cell, x) => (
                  <td
                    key={`${String(y)}-${String(x)}`}
                    role="gridcell"
                    className={styles.cell}
                    data-state={cell.state}
                    data-at={`${String(y)}-${String(x)}`}
                    tabIndex={y === row && x === column ? 0 : -1}
                    title={words(cell)}
                    onFocus={() => setAt([y, x])}
                  >
                    <Cell cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.told} aria-live="polite">
        {said}
      </div>
    </>
  );
}

function Cell({ cell }: { readonly cell: MatrixCell }) {
  const { t } = useDutyWords();
  if (cell.state === 'none') return <span aria-hidden>–</span>;
  const count = cell.registers?.length;
  return (
    <Tag tone={tones[cell.state]}>
      {cell.state === 'held' && count !== undefined ? t('registers', { count }) : t(`cell.${cell.state}`)}
    </Tag>
  );
}

/** What a cell means, in a sentence. */
function useCellWords(): (cell: MatrixCell) => string {
  const { t, say, language } = useDutyWords();
  return ({ state, registers, from, due }) => {
    const names = formatList(
      (registers ?? []).map((one) => say(one.names)),
      language,
    );
    if (state === 'held') return names || t('heldHere');
    if (state === 'inherited') return t('inheritedFrom', { body: from ? say(from.names) : '' });
    if (state === 'none') return t('notAsked');
    const gap = due === undefined ? t('gapSoon') : t('gapUntil', { day: formatDay(due) });
    return names ? `${gap} (${names})` : gap;
  };
}

/** Where a key leads in a grid of so many rows and columns; right is the end of a line, also in Arabic. */
function step(
  { key, ctrlKey }: KeyboardEvent,
  [row, column]: readonly [number, number],
  [rows, columns]: readonly [number, number],
): readonly [number, number] | undefined {
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
  const to: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [row + 1, column],
    ArrowUp: [row - 1, column],
    ArrowRight: [row, column + forward],
    ArrowLeft: [row, column - forward],
    PageDown: [row + 10, column],
    PageUp: [row - 10, column],
    Home: [ctrlKey ? 0 : row, 0],
    End: [ctrlKey ? rows - 1 : row, columns - 1],
  };
  const next = to[key];
  return next && [Math.max(0, Math.min(rows - 1, next[0])), Math.max(0, Math.min(columns - 1, next[1]))];
}
