/** The frame of a register's pages: what it is, how it may be shared, its parts as tabs, and the way to bring data in. */
import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { getCatalogueEntry, type CataloguePage } from '../../src/exchange/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { OffButton } from '../ui/off-button.tsx';
import { mayOf } from '../ui/may.ts';
import { useAddressPart } from '../ui/hooks.ts';
import { Page } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { To } from '../ui/to.tsx';
import { RegisterLabels } from './register-labels.tsx';

interface RegisterFrameProps {
  /** Address of the open tab. */
  readonly tab: (register: string) => string;
  readonly children: (catalogue: CataloguePage, register: string) => ReactNode;
}

export function RegisterFrame({ tab, children }: RegisterFrameProps) {
  const { t, say } = useWords('web-registers');
  const register = useAddressPart('register');
  const query = useEndpoint(getCatalogueEntry, { params: { register } }, { keep: true });
  const allowed = query.data?.allowed;
  const [mayAdd, mayLoad] = [mayOf(allowed?.['records.createRecord']), mayOf(allowed?.['registers.beginLoad'])];
  const entry = query.data?.entry;
  const tabs = [
    { label: t('tab.records'), to: paths.register(register) },
    { label: t('tab.quality'), to: paths.quality(register) },
    { label: t('tab.loads'), to: paths.loads(register) },
    { label: t('tab.gate'), to: paths.registerGate(register) },
    { label: t('tab.api'), to: paths.registerApi(register) },
    { label: t('tab.people'), to: paths.registerPeople(register) },
  ];
  return (
    <Page
      title={entry ? say(entry.names) : register}
      crumbs={[{ label: t('web:menu.registers'), to: paths.registers() }]}
      mark={entry && <RegisterLabels labels={entry.labels} />}
      lead={entry && say(entry.definition)}
      actions={
        entry && (
          <>
            {!mayAdd.allowed && (
              <OffButton may={mayAdd} variant="default" leftSection={<IconPlus size={17} />}>
                {t('record.add')}
              </OffButton>
            )}
            {mayAdd.allowed && (
              <Button
                component={To}
                plain
                to={paths.newRecord(register)}
                variant="default"
                leftSection={<IconPlus size={17} />}
              >
                {t('record.add')}
              </Button>
            )}
            {!mayLoad.allowed && (
              <OffButton may={mayLoad} leftSection={<IconUpload size={17} />}>
                {t('load.open')}
              </OffButton>
            )}
            {mayLoad.allowed && (
              <Button component={To} plain to={paths.load(register)} leftSection={<IconUpload size={17} />}>
                {t('load.open')}
              </Button>
            )}
          </>
        )
      }
    >
      <Tabs label={t('tab.label')} tabs={tabs} current={tab(register)} />
      <Loaded query={query} shape="page">
        {(catalogue) => children(catalogue, register)}
      </Loaded>
    </Page>
  );
}
