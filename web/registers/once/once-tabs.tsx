/** What belongs to declaring once: its figures, the map of sources, corrections, who is who, the radar. */
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { Tabs } from '../../ui/tabs.tsx';

export function OnceTabs({ current }: { readonly current: string }) {
  const { t } = useWords('web-once');
  const tabs = [
    { label: t('tab.figures'), to: paths.onceOnly() },
    { label: t('tab.authorities'), to: paths.authorities() },
    { label: t('tab.corrections'), to: paths.corrections() },
    { label: t('tab.duplicates'), to: paths.duplicates() },
    { label: t('tab.radar'), to: paths.radar() },
  ];
  return <Tabs label={t('tab.label')} tabs={tabs} current={current} />;
}
