/** Signs of the inventory: states, layers, and what a flow breaks. */
import type { Static } from 'typebox';
import type {
  DataSet as DataSetSchema,
  Flow as FlowSchema,
  System as SystemSchema,
} from '../../src/architecture/contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Tabs } from '../ui/tabs.tsx';
import { State, Verdict, type Tone } from '../ui/verdict.tsx';
import styles from './architecture.module.css';

export type System = Static<typeof SystemSchema>;
export type DataSet = Static<typeof DataSetSchema>;
export type Flow = Static<typeof FlowSchema>;

export function useArchitectureWords(): Words {
  useWords('architecture');
  return useWords('web-architecture');
}

const systemTones: Readonly<Record<string, Tone>> = {
  running: 'good',
  planned: 'info',
  retiring: 'warn',
  retired: 'quiet',
};

export function SystemState({ state }: { readonly state: string }) {
  const { t } = useArchitectureWords();
  return (
    <State tone={systemTones[state] ?? 'quiet'}>{t(`architecture:states.${state}`, { defaultValue: state })}</State>
  );
}

/** Conforming, or everything that is broken, each with its word. */
export function Conformance({ flow }: { readonly flow: Pick<Flow, 'breaks'> }) {
  const { t } = useArchitectureWords();
  if (flow.breaks.length === 0) return <Verdict tone="good">{t('conforms')}</Verdict>;
  return (
    <span className={styles.breaks}>
      {flow.breaks.map((one) => (
        <Verdict key={one} tone="bad">
          {t(`architecture:breaks.${one}`, { defaultValue: one })}
        </Verdict>
      ))}
    </span>
  );
}

export function ArchitectureTabs({ current }: { readonly current: string }) {
  const { t } = useArchitectureWords();
  return (
    <Tabs
      label={t('web:menu.architecture')}
      current={current}
      tabs={[
        { label: t('tabs.inventory'), to: paths.architecture() },
        { label: t('tabs.flows'), to: paths.flows() },
      ]}
    />
  );
}

/** Sources first, then what is kept, then what is worked on and shown. */
export const layers = ['source', 'master', 'transaction', 'analytics'] as const;
