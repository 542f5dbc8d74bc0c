/** Parts of sharing, each with its own address. */
import { paths } from '../paths.ts';
import { Tabs } from '../ui/tabs.tsx';
import { useExchangeWords } from './exchange-words.tsx';

export function SharingTabs({ current }: { readonly current: string }) {
  const { t } = useExchangeWords();
  return (
    <Tabs
      label={t('web:menu.sharing')}
      current={current}
      tabs={[
        { label: t('tabs.catalogue'), to: paths.sharing() },
        { label: t('tabs.keys'), to: paths.clientKeys() },
        { label: t('tabs.sandbox'), to: paths.sandbox() },
        { label: t('tabs.connectors'), to: paths.connectors() },
        { label: t('tabs.webhooks'), to: paths.webhooks() },
        { label: t('gate.list'), to: paths.gates() },
      ]}
    />
  );
}
