/** One data set: where it lies, whose fields it has, and where it goes. */
import { getInventory } from '../../src/architecture/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useArchitectureWords } from './architecture-words.tsx';
import { FlowTable } from './flow-table.tsx';

export function DataSetPage() {
  const { t, say } = useArchitectureWords();
  const code = useAddressPart('dataset');
  const inventory = useEndpoint(getInventory, {});
  const crumbs = [{ label: t('web:menu.architecture'), to: paths.architecture() }];
  return (
    <LoadedPage query={inventory} title={code}>
      {(answer) => {
        const set = answer.dataSets.find((one) => one.code === code);
        const system = answer.systems.find((one) => one.code === set?.system);
        const flows = answer.flows.filter(({ from }) => from === code);
        return (
          <Page title={set ? say(set.names) : code} crumbs={crumbs} mark={<Code>{code}</Code>}>
            {!set && <EmptyState title={t('noDataSet')} />}
            {set && (
              <>
                <Panel title={t('about')}>
                  <FactList
                    columns={2}
                    facts={[
                      [
                        t('system'),
                        system && (
                          <To key="s" to={paths.system(system.code)}>
                            {say(system.names)}
                          </To>
                        ),
                      ],
                      [t('layer'), t(`layers.${set.layer}`, { defaultValue: set.layer })],
                      [
                        t('register'),
                        set.register && (
                          <To key="r" to={paths.register(set.register)}>
                            {set.register}
                          </To>
                        ),
                      ],
                      [
                        t('web:register.entity'),
                        set.entity && (
                          <To key="e" to={paths.entity(set.entity)}>
                            {set.entity}
                          </To>
                        ),
                      ],
                      [t('records'), <Num key="n" value={set.records} />],
                      [
                        t('mapped'),
                        <State key="m" tone={set.mapped ? 'good' : 'bad'}>
                          {t(set.mapped ? 'isMapped' : 'notMapped')}
                        </State>,
                      ],
                    ]}
                  />
                </Panel>
                <Panel flush title={t('flows')} note={t('flowCount', { count: flows.length })}>
                  <FlowTable
                    id="architecture.set.flows"
                    inventory={answer}
                    flows={flows}
                    empty={<EmptyState title={t('noFlows')} />}
                  />
                </Panel>
              </>
            )}
          </Page>
        );
      }}
    </LoadedPage>
  );
}
