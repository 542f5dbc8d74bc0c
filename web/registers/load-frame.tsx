/** The frame of a load: the four steps on top, and what came out of those behind. */
import type { ReactNode } from 'react';
import { useEndpoint } from '../api.ts';
import { getCatalogueEntry } from '../../src/exchange/contract.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { Page } from '../ui/page.tsx';
import { Steps } from '../ui/steps.tsx';

export interface StepNotes {
  readonly file?: string | undefined;
  readonly match?: string | undefined;
  readonly check?: string | undefined;
  readonly confirm?: string | undefined;
}

interface LoadFrameProps {
  readonly register: string;
  /** 0 file · 1 match · 2 check · 3 confirm · 4 all done. */
  readonly step: number;
  readonly notes: StepNotes;
  readonly onOpen?: (step: number) => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function LoadFrame({ register, step, notes, onOpen, actions, children }: LoadFrameProps) {
  const { t, say } = useWords('web-registers');
  const query = useEndpoint(getCatalogueEntry, { params: { register } }, { keep: true });
  const name = query.data ? say(query.data.entry.names) : register;
  const steps = (['file', 'match', 'check', 'confirm'] as const).map((id) => ({
    label: t(`load.step.${id}`),
    note: notes[id] ?? t(`load.stepNote.${id}`),
  }));
  return (
    <Page
      title={t('load.title', { register: name })}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: name, to: paths.register(register) },
      ]}
      actions={actions}
    >
      <Steps steps={steps} current={step} {...(onOpen ? { onOpen } : {})} />
      {children}
    </Page>
  );
}
