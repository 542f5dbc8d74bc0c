/** One system: who keeps it, what it holds, what comes in and goes out. */
import { getInventory, type Inventory } from '../../src/architecture/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { Page, Panel, Split } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { SystemState, useArchitectureWords, type System } from './architecture-words.tsx';
import { FlowTable } from './flow-table.tsx';
import { LineagePicture } from './lineage-picture.tsx';
import styles from './architecture.module.css';

export function SystemPage() {
  const code = useAddressPart('system');
  const inventory = useEndpoint(getInventory, {});
  return (
    <LoadedPage query={inventory} title={code}>
      {(answer) => (
        <SystemView inventory={answer} system={answer.systems.find((one) => one.code === code)} code={code} />
      )}
    </LoadedPage>
  );
}

interface ViewProps {
  readonly inventory: Inventory;
  readonly system: System | undefined;
  readonly code: string;
}

function SystemView({ inventory, system, code }: ViewProps) {
  const { t, say } = useArchitectureWords();
  const crumbs = [{ label: t('web:menu.architecture'), to: paths.architecture() }];
  if (!system) {
    return (
      <Page title={code} crumbs={crumbs}>
        <EmptyState title={t('noSystem')} />
      </Page>
    );
  }
  const flows = inventory.flows.filter(({ to, fromSystem }) => to === code || fromSystem === code);
  const sets = inventory.dataSets.filter((set) => set.system === code);
  return (
    <Page
      title={say(system.names)}
      crumbs={crumbs}
      mark={<Code>{code}</Code>}
      lead={system.description && say(system.description)}
    >
      <Split
        side={
          <Panel title={t('about')}>
            <FactList
              facts={[
                [t('kind'), t(`kinds.${system.kind}`, { defaultValue: system.kind })],
                [t('keeper'), system.keeper && say(system.keeper)],
                [t('state'), <SystemState key="s" state={system.state} />],
                [t('note'), system.note && say(system.note)],
              ]}
            />
          </Panel>
        }
      >
        <Panel title={t('dataSets')} note={<Num value={sets.length} />}>
          {sets.length === 0 ? (
            <EmptyState title={t('noDataSets')} />
          ) : (
            <ul className={styles.list}>
              {sets.map((set) => (
                <li key={set.code} className={styles.item}>
                  <To to={paths.dataset(set.code)}>{say(set.names)}</To>
                  <span className={styles.soft}>
                    {t(`layers.${set.layer}`, { defaultValue: set.layer })} ·{' '}
                    {set.records === null ? '–' : t('recordCount', { count: set.records })}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </Split>
      <Panel flush title={t('flows')} note={t('flowCount', { count: flows.length })}>
        <FlowTable
          id="architecture.system.flows"
          inventory={inventory}
          flows={flows}
          empty={<EmptyState title={t('noFlows')} />}
        />
      </Panel>
      {flows.length > 0 && (
        <Panel title={t('pictureTitle')}>
          <LineagePicture inventory={inventory} system={system} />
        </Panel>
      )}
    </Page>
  );
}
