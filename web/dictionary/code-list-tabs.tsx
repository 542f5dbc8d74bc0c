/** The parts of a code list's pages, and what they share: the list itself, the way there, the tabs. */
import { IconArrowsSplit } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { listCodeLists, type CodeListSummary } from '../../src/dictionary/contract.ts';
import type { Texts } from '../../src/platform/texts.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { formatNumber } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Code } from '../ui/values.tsx';

export function useCodeLists(): readonly CodeListSummary[] {
  const lists = useEndpoint(listCodeLists, { query: {} }, { keep: true });
  return lists.data?.items ?? [];
}

interface CodeListFrameProps {
  readonly list: string;
  /** Address of the open tab. */
  readonly current: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function CodeListFrame({ list, current, lead, actions, children }: CodeListFrameProps) {
  const { t, say } = useWords('web-codes');
  const found = useCodeLists().find(({ code }) => code === list);
  return (
    <Page
      title={found ? say(found.names) : list}
      mark={<Code>{list}</Code>}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.codeLists'), to: paths.codeLists() },
      ]}
      {...(lead === undefined ? {} : { lead })}
      {...(actions === undefined ? {} : { actions })}
    >
      <Tabs
        label={t('web-codes:tabs.label')}
        current={current}
        tabs={[
          { label: t('web-codes:tabs.codes'), to: paths.codeList(list) },
          { label: t('web-codes:tabs.changes'), to: paths.codeChanges(list) },
          { label: t('web-codes:tabs.crosswalks'), to: paths.crosswalks(list) },
          { label: t('web-codes:tabs.recut'), to: paths.recut(list) },
        ]}
      />
      {children}
    </Page>
  );
}

/** "all of it", "60 %", "a part, share not stated". */
export function useShareWords(): (kind: 'whole' | 'part', share: number | null) => string {
  const { t, language } = useWords('web-codes');
  return (kind, share) => {
    if (kind === 'whole') return t('web:codeList.kind_whole');
    const said = share === null ? t('web:codeList.noShare') : formatNumber(share * 100, language, { percent: true });
    return `${t('web:codeList.kind_part')} (${said})`;
  };
}

interface UnitsProps {
  readonly units: readonly {
    readonly code: string;
    readonly names: Texts;
    readonly kind: 'whole' | 'part';
    readonly share: number | null;
  }[];
}

/** Units with their codes and shares, one a line. */
export function Units({ units }: UnitsProps) {
  const { say } = useWords();
  const share = useShareWords();
  if (units.length === 0) return <>–</>;
  return (
    <>
      {units.map(({ code, names, kind, share: part }) => (
        <div key={code}>
          {kind === 'part' && <IconArrowsSplit size={13} aria-hidden className="inline-icon" />} {say(names)}{' '}
          <Code soft>{code}</Code> {kind === 'part' && share(kind, part)}
        </div>
      ))}
    </>
  );
}
