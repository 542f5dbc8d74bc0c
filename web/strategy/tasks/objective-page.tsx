/** One objective: the document that sets it, the tasks that serve it, the indicators that measure it. */
import { listIndicators, listObjectives, listTasks } from '../../../src/strategy/contract.ts';
import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { Cards, Page, Panel } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code } from '../../ui/values.tsx';
import { IndicatorStat } from '../measures/indicator-card.tsx';
import { FIGURES_EVERY } from '../measures/leader-figures.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';
import { TaskTable } from './task-table.tsx';

export function ObjectivePage() {
  const { t, say } = useStrategyWords();
  const code = useAddressPart('objective');
  const objectives = useEndpoint(listObjectives, {});
  const tasks = useEndpoint(listTasks, { query: { objective: code } });
  const indicators = useEndpoint(listIndicators, {}, { every: FIGURES_EVERY, keep: true });
  const objective = objectives.data?.items.find((one) => one.code === code);
  const measured = new Set(objective?.indicators);
  const own = indicators.data?.items.filter((card) => measured.has(card.code)) ?? [];
  return (
    <Page
      title={objective ? say(objective.names) : code}
      mark={<Code>{code}</Code>}
      crumbs={[{ label: t('web:menu.strategy'), to: paths.strategy() }]}
      lead={
        objective && (
          <>
            {t('objective.setBy')}{' '}
            <To to={paths.document(objective.document)} className={styles.inText}>
              {t('objective.document')}
            </To>
          </>
        )
      }
    >
      {objectives.data && !objective && <EmptyState title={t('objective.none')} />}
      {own.length > 0 && (
        <Cards>
          {own.map((card) => (
            <IndicatorStat key={card.code} card={card} />
          ))}
        </Cards>
      )}
      <Panel flush title={t('tabs.tasks')}>
        <Loaded query={tasks} shape="table">
          {({ items }) => <TaskTable id="strategy.objective" tasks={items} plain />}
        </Loaded>
      </Panel>
    </Page>
  );
}
