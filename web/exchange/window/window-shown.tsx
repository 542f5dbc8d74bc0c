/** Reads, copies and where data are held: the body of a window that is open. */
import { useMemo } from 'react';
import type { ReadLine, WindowPage } from '../../../src/exchange/window/contract.ts';
import type { LegalBasis } from '../../../src/governance/contract.ts';
import { useWords } from '../../i18n.ts';
import { usePrivacyWords } from '../../governance/privacy/use-privacy-words.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Code, Day, Moment, Soft } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { formatList } from '../../ui/format.ts';

export function WindowShown({ page }: { readonly page: WindowPage }) {
  const { t } = usePrivacyWords();
  return (
    <>
      <Reads page={page} />
      {page.copies.length > 0 && <Copies page={page} />}
      <Held page={page} />
      <Soft>{t('window.always')}</Soft>
    </>
  );
}

/** Purpose, and the law below it. */
function Why({ purpose, bases }: Pick<ReadLine, 'purpose' | 'bases'>) {
  const { t, say } = usePrivacyWords();
  if (!purpose) return <State tone="warn">{t('window.noPurpose')}</State>;
  return (
    <>
      {say(purpose.names)}
      {bases.map((basis) => (
        <Law key={basis.code} basis={basis} />
      ))}
    </>
  );
}

function Law({ basis }: { readonly basis: LegalBasis }) {
  const { say } = usePrivacyWords();
  return (
    <div>
      <Soft>
        {say(basis.names)}
        {basis.citation !== null && (
          <>
            {' · '}
            <bdi>{basis.citation}</bdi>
          </>
        )}
      </Soft>
    </div>
  );
}

function Reads({ page }: { readonly page: WindowPage }) {
  const { t } = usePrivacyWords();
  const columns = useReadColumns();
  return (
    <Panel
      title={t('window.reads', { count: page.reads.length })}
      note={
        page.onBehalf ? (
          <>
            {t('window.of')} <Code>{page.person}</Code>
          </>
        ) : undefined
      }
      flush
    >
      <DataTable
        id="window.reads"
        label={t('window.readsLabel')}
        columns={columns}
        rows={page.reads}
        rowKey={({ at, way, body, data }) =>
          [at, way, body?.code, ...data.map(({ register }) => register.code)].join('/')
        }
        empty={<EmptyState title={t('window.nobody')}>{t('window.nobodyWords')}</EmptyState>}
      />
    </Panel>
  );
}

function useReadColumns(): readonly Column<ReadLine>[] {
  const { t, say, language } = usePrivacyWords();
  const { t: b } = useWords('bodies');
  return useMemo(
    () => [
      { id: 'at', head: t('window.when'), width: 160, sortBy: ({ at }) => at, cell: ({ at }) => <Moment value={at} /> },
      {
        id: 'who',
        head: t('window.who'),
        width: 240,
        grow: true,
        wrap: true,
        sortBy: ({ body }) => (body ? say(body.names) : ''),
        cell: ({ body, post, name }) => (
          <>
            {body ? say(body.names) : t('window.node')}
            <div>
              <Soft>
                {post === null ? t('window.program') : b(`bodies:posts.${post}`)}
                {name !== null && ` · ${name}`}
              </Soft>
            </div>
          </>
        ),
      },
      {
        id: 'what',
        head: t('window.what'),
        width: 280,
        grow: true,
        wrap: true,
        cell: ({ data, way }) => (
          <>
            {data.map(({ register, fields }) => (
              <div key={register.code}>
                {say(register.names)}:{' '}
                {fields === null
                  ? t('window.whole')
                  : formatList(
                      fields.map((field) => say(field.names)),
                      language,
                    )}
              </div>
            ))}
            <Soft>{t(`ways.${way}`)}</Soft>
          </>
        ),
      },
      {
        id: 'why',
        head: t('window.why'),
        width: 320,
        grow: true,
        wrap: true,
        cell: (line) => <Why purpose={line.purpose} bases={line.bases} />,
      },
    ],
    [t, say, b, language],
  );
}

type Copy = WindowPage['copies'][number];

function Copies({ page }: { readonly page: WindowPage }) {
  const { t, say, language } = usePrivacyWords();
  const columns = useMemo<readonly Column<Copy>[]>(
    () => [
      { id: 'body', head: t('window.who'), width: 240, grow: true, wrap: true, cell: ({ body }) => say(body.names) },
      {
        id: 'what',
        head: t('window.what'),
        width: 280,
        grow: true,
        wrap: true,
        cell: ({ register, fields }) =>
          `${say(register.names)}: ${formatList(
            fields.map((field) => say(field.names)),
            language,
          )}`,
      },
      { id: 'since', head: t('window.since'), width: 130, cell: ({ since }) => <Day value={since.slice(0, 10)} /> },
      {
        id: 'until',
        head: t('window.until'),
        width: 150,
        cell: ({ until }) => (until === null ? t('window.stillHeld') : <Day value={until.slice(0, 10)} />),
      },
      {
        id: 'why',
        head: t('window.why'),
        width: 320,
        grow: true,
        wrap: true,
        cell: (line) => <Why purpose={line.purpose} bases={line.bases} />,
      },
    ],
    [t, say, language],
  );
  return (
    <Panel title={t('window.copies')} note={t('window.copiesNote')} flush>
      <DataTable
        id="window.copies"
        label={t('window.copies')}
        columns={columns}
        rows={page.copies}
        rowKey={({ agreement, body, register }) => `${agreement}/${body.code}/${register.code}`}
      />
    </Panel>
  );
}

type HeldLine = WindowPage['held'][number];

function Held({ page }: { readonly page: WindowPage }) {
  const { t, say } = usePrivacyWords();
  const columns = useMemo<readonly Column<HeldLine>[]>(
    () => [
      {
        id: 'register',
        head: t('window.register'),
        width: 240,
        grow: true,
        wrap: true,
        cell: ({ register, stands }) => (
          <>
            {say(register.names)} {!stands && <Soft>{t('window.ended')}</Soft>}
          </>
        ),
      },
      {
        id: 'keeper',
        head: t('window.keeper'),
        width: 260,
        grow: true,
        wrap: true,
        cell: ({ keeper }) => say(keeper.names),
      },
    ],
    [t, say],
  );
  return (
    <Panel title={t('window.held')} note={t('window.heldNote')} flush>
      <DataTable
        id="window.held"
        label={t('window.held')}
        columns={columns}
        rows={page.held}
        rowKey={({ record }) => record}
        empty={<EmptyState title={t('window.notHeld')} />}
      />
    </Panel>
  );
}
