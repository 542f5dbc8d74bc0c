/** Purposes and the legal bases they stand on: which law, where in it, what data, and which agreements use them. */
import { useMemo } from 'react';
import {
  listAgreements,
  listPurposes,
  type AgreementPage,
  type DataCategory,
  type LegalBasis,
  type Purpose,
} from '../../../src/governance/contract.ts';

import { useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Soft } from '../../ui/values.tsx';
import { Tag, type Tone } from '../../ui/verdict.tsx';
import { ElementNames } from '../element-names.tsx';
import { GovernanceTabs } from '../governance-words.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

const tones: Readonly<Record<LegalBasis['kind'], Tone>> = {
  ...{ law: 'good', 'public-task': 'info', consent: 'busy' },
  ...{ contract: 'quiet', 'vital-interest': 'warn' },
};

export function PurposesPage() {
  const { t } = usePrivacyWords();
  const known = useEndpoint(listPurposes, {});
  const agreements = useEndpoint(listAgreements, { query: {} });
  const columns = usePurposeColumns(known.data, agreements.data?.items ?? []);
  const categories = useCategoryColumns();
  const state = { loading: known.isPending, error: known.error, onRetry: () => void known.refetch() };
  return (
    <Page
      title={t('purposes.title')}
      lead={t('purposes.lead')}
      crumbs={[{ label: t('web:menu.governance'), to: paths.governance() }]}
    >
      <GovernanceTabs current={paths.purposes()} />
      <Panel flush>
        <DataTable
          id="governance.purposes"
          label={t('purposes.title')}
          columns={columns}
          rows={known.data?.purposes ?? []}
          rowKey={({ code }) => code}
          {...state}
        />
      </Panel>
      <Panel title={t('categories.title')} note={t('categories.lead')} flush>
        <DataTable
          id="governance.categories"
          label={t('categories.title')}
          columns={categories}
          rows={known.data?.categories ?? []}
          rowKey={({ code }) => code}
          {...state}
        />
      </Panel>
    </Page>
  );
}

interface Known {
  readonly bases: readonly LegalBasis[];
  readonly categories: readonly DataCategory[];
}

function usePurposeColumns(known: Known | undefined, agreements: readonly AgreementPage[]): readonly Column<Purpose>[] {
  const { t, say } = usePrivacyWords();
  return useMemo(() => {
    const bases = new Map(known?.bases.map((one) => [one.code, one]));
    const categories = new Map(known?.categories.map((one) => [one.code, one]));
    const users = Map.groupBy(agreements, ({ purpose }) => purpose.code);
    return [
      {
        id: 'purpose',
        head: t('purposes.purpose'),
        width: 220,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ names }) => say(names),
      },
      {
        id: 'bases',
        head: t('purposes.basis'),
        width: 320,
        grow: true,
        wrap: true,
        cell: ({ bases: on }) => on.map((code) => <Basis key={code} basis={bases.get(code)} />),
      },
      {
        id: 'categories',
        head: t('purposes.categories'),
        width: 240,
        wrap: true,
        cell: ({ categories: some }) =>
          some.length === 0 ? (
            <Soft>{t('purposes.notSaid')}</Soft>
          ) : (
            some.map((code) => (
              <span key={code}>
                <Tag tone={categories.get(code)?.sensitive ? 'warn' : 'quiet'}>
                  {say(categories.get(code)?.names)}
                </Tag>{' '}
              </span>
            ))
          ),
      },
      {
        id: 'needs',
        head: t('purposes.needs'),
        width: 260,
        wrap: true,
        cell: ({ needs }) => (needs === null ? <Soft>{t('purposes.notSaid')}</Soft> : <ElementNames codes={needs} />),
      },
      {
        id: 'agreements',
        head: t('purposes.agreements'),
        width: 180,
        wrap: true,
        cell: ({ code }) =>
          (users.get(code) ?? []).map((one, n) => (
            <span key={one.code}>
              {n > 0 && ' · '}
              <To to={paths.agreement(one.code)}>{one.code}</To>
            </span>
          )),
      },
    ];
  }, [t, say, known, agreements]);
}

function Basis({ basis }: { readonly basis: LegalBasis | undefined }) {
  const { t, say } = usePrivacyWords();
  if (!basis) return null;
  return (
    <div>
      <Tag tone={tones[basis.kind]}>{t(`basisKind.${basis.kind}`)}</Tag> {say(basis.names)}
      {basis.citation !== null && (
        <Soft>
          {' '}
          <bdi>{basis.citation}</bdi>
        </Soft>
      )}
    </div>
  );
}

function useCategoryColumns(): readonly Column<DataCategory>[] {
  const { t, say } = usePrivacyWords();
  return useMemo(
    () => [
      {
        id: 'category',
        head: t('categories.category'),
        width: 260,
        grow: true,
        wrap: true,
        cell: ({ names }) => say(names),
      },
      {
        id: 'sensitive',
        head: t('categories.kind'),
        width: 160,
        cell: ({ sensitive }) => (
          <Tag tone={sensitive ? 'warn' : 'quiet'}>{t(sensitive ? 'categories.sensitive' : 'categories.basic')}</Tag>
        ),
      },
      {
        id: 'elements',
        head: t('categories.elements'),
        width: 480,
        grow: true,
        wrap: true,
        cell: ({ elements }) => <ElementNames codes={elements} />,
      },
    ],
    [t, say],
  );
}
