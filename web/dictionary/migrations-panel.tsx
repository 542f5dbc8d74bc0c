/** How far the registers' tables are in following the release in force; what stands in the way, and what helps. */
import { Progress } from '@mantine/core';
import { listMigrations, type MigrationView } from '../../src/records/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useMay } from '../ui/may.ts';
import { FactList } from '../ui/fact-list.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { State, type Tone } from '../ui/verdict.tsx';

const tones: Readonly<Record<string, Tone>> = { running: 'busy', stuck: 'bad', done: 'good' };
const EVERY_MS = 3000;
const MOST_RECORDS = 5;

/** Shown to those who may read it. */
export function MigrationsPanel() {
  const { t } = useWords('records');
  const may = useMay(listMigrations.permission);
  const migrations = useEndpoint(listMigrations, {}, { when: may.allowed, every: EVERY_MS, keep: true });
  if (!may.allowed) return null;
  return (
    <Panel title={t('web:migrations.title')} note={t('web:migrations.note')}>
      <Loaded query={migrations}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('web:migrations.none')} />
          ) : (
            <Stack>
              {items.map((item) => (
                <Migration key={item.entity} item={item} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function Migration({ item }: { readonly item: MigrationView }) {
  const { t, say } = useWords('records');
  const { register, names, from, release, state, step, done, total, changedAt, failure, kept } = item;
  const shown = failure?.records.slice(0, MOST_RECORDS) ?? [];
  const more = (failure?.fails ?? 0) - shown.length;
  return (
    <>
      <FactList
        facts={[
          [
            <To key="register" to={paths.register(register)}>
              {say(names)}
            </To>,
            <State key="state" tone={tones[state] ?? 'quiet'}>
              {t(`records:migration.${state}`)}
            </State>,
          ],
          [
            t('web:migrations.releases'),
            <span key="releases" dir="ltr">{`${String(from)} → ${String(release)}`}</span>,
          ],
          ...(state === 'done' ? [] : [[t('web:migrations.step'), t(`records:stages.${step}`)] as const]),
          ...(total > 0 ? [[t('web:migrations.rows'), <Rows key="rows" done={done} total={total} />] as const] : []),
          ...(kept.length > 0
            ? [
                [
                  t('web:migrations.kept'),
                  <span key="kept">
                    {kept.map((one) => (
                      <div key={`${one.field} ${one.code}`}>
                        <Code>{one.field}</Code> {one.said}
                      </div>
                    ))}
                  </span>,
                ] as const,
              ]
            : []),
          [t('web:migrations.since'), <Moment key="since" value={changedAt} />],
        ]}
      />
      {failure && (
        <Notice tone="warn" title={failure.said}>
          <div>{failure.remedy}</div>
          {shown.map((record) => (
            <div key={record}>
              <To to={paths.record(register, record)}>
                <Code>{record}</Code>
              </To>
            </div>
          ))}
          {more > 0 && <div>{t('web:migrations.more', { count: more })}</div>}
        </Notice>
      )}
    </>
  );
}

function Rows({ done, total }: { readonly done: number; readonly total: number }) {
  const { t } = useWords();
  return (
    <>
      <Progress value={(100 * Math.min(done, total)) / total} aria-label={t('web:migrations.rows')} />
      <Num value={done} /> / <Num value={total} />
    </>
  );
}
