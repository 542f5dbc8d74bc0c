/** What passes between systems: the list first, and a picture of one system with its neighbours. */
import { Select, Switch } from '@mantine/core';
import { getInventory, type Inventory } from '../../src/architecture/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { useView } from '../ui/hooks.ts';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { ArchitectureTabs, useArchitectureWords } from './architecture-words.tsx';
import { FlowTable } from './flow-table.tsx';
import { Counts } from './inventory-page.tsx';
import { LineagePicture } from './lineage-picture.tsx';

export function FlowsPage() {
  const { t } = useArchitectureWords();
  const inventory = useEndpoint(getInventory, {});
  return (
    <Page title={t('web:menu.architecture')} lead={t('flowsLead')}>
      <ArchitectureTabs current={paths.flows()} />
      <Loaded query={inventory} shape="page">
        {(answer) => (
          <>
            <Counts inventory={answer} />
            <List inventory={answer} />
            <Picture inventory={answer} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function List({ inventory }: { readonly inventory: Inventory }) {
  const { t } = useArchitectureWords();
  const [view, show] = useView({ broken: '' });
  const broken = view.broken === 'true';
  const flows = inventory.flows.filter(({ breaks }) => !broken || breaks.length > 0);
  return (
    <Panel
      flush
      title={t('flows')}
      note={t('flowCount', { count: flows.length })}
      actions={
        <Switch
          label={t('onlyBroken')}
          checked={broken}
          onChange={(event) => show({ broken: event.currentTarget.checked ? 'true' : '' })}
        />
      }
    >
      <FlowTable
        id="architecture.flows"
        inventory={inventory}
        flows={flows}
        empty={<EmptyState title={t('allConform')} />}
      />
    </Panel>
  );
}

function Picture({ inventory }: { readonly inventory: Inventory }) {
  const { t, say } = useArchitectureWords();
  const [view, show] = useView({ system: '' });
  const busiest = [...inventory.systems].sort((a, b) => b.flowsIn + b.flowsOut - a.flowsIn - a.flowsOut)[0];
  const system = inventory.systems.find(({ code }) => code === view.system) ?? busiest;
  if (!system) return null;
  return (
    <Panel
      title={t('pictureTitle')}
      actions={
        <Select
          aria-label={t('system')}
          value={system.code}
          onChange={(next) => show({ system: next ?? '' })}
          data={inventory.systems.map(({ code, names }) => ({ value: code, label: say(names) }))}
          w={300}
        />
      }
    >
      <LineagePicture inventory={inventory} system={system} />
    </Panel>
  );
}
