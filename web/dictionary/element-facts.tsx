/** Every attribute of an element that is set, in the four groups people ask for. */
import type { ReactNode } from 'react';
import type { ElementPage } from '../../src/dictionary/contract.ts';
import type { Citation, ElementPlan, QualityRule, Range } from './plan-words.ts';
import { useWords } from '../i18n.ts';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { formatDay } from '../ui/format.ts';
import { Panel } from '../ui/page.tsx';
import { Code, Num } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { CodeListLink, RegisterLink } from './words.tsx';

/** The contract promises the summary and "every attribute"; the plan says which. */
type Attributes = Partial<ElementPlan> & ElementPage['element'];

type Maybe = readonly [name: string, value: ReactNode | false | undefined | null | ''];

/** Rows with nothing to say fall away: an element has thirty attributes and most use ten. */
const known = (facts: readonly Maybe[]): Fact[] =>
  facts.filter(
    (fact): fact is readonly [string, ReactNode] =>
      fact[1] !== undefined && fact[1] !== null && fact[1] !== false && fact[1] !== '',
  );

export function ElementFacts({ element }: { readonly element: ElementPage['element'] }) {
  const plan = element as unknown as Attributes;
  return (
    <>
      <Technical plan={plan} />
      <SourceAndOwner plan={plan} />
      <Classification plan={plan} />
      <Quality rules={plan.qualityRules ?? []} maxAge={plan.maxAge} />
    </>
  );
}

function Technical({ plan }: { readonly plan: Attributes }) {
  const { t, say } = useWords();
  const names = Object.values((plan.synonyms ?? {}) as Record<string, readonly string[]>).flat();
  return (
    <Panel title={t('web:element.technical')}>
      <FactList
        columns={2}
        facts={known([
          [t('web:element.physicalName'), <Code key="n">{plan.physicalName}</Code>],
          [t('web:element.type'), t(`web:dataType.${plan.dataType}`)],
          [t('web:element.codeList'), plan.codeList && <CodeListWord key="c" use={plan.codeList} />],
          [t('web:element.length'), lengthWords(plan)],
          [t('web:element.pattern'), plan.pattern && <Code key="p">{plan.pattern}</Code>],
          [t('web:element.range'), plan.range && <RangeWords key="r" range={plan.range} />],
          [t('web:element.unit'), plan.unit],
          [t('web:element.presence'), plan.nullability && t(`web:presence.${plan.nullability}`)],
          [t('web:element.keyRole'), plan.keyRole && plan.keyRole !== 'none' && t(`web:keyRole.${plan.keyRole}`)],
          [t('web:element.example'), plan.example && <Code key="e">{asWritten(plan.example)}</Code>],
          [t('web:element.synonyms'), [...names, ...(plan.oldNames ?? [])].join('; ')],
          [t('web:element.hint'), plan.hint && say(plan.hint)],
          [t('web:element.note'), plan.note && say(plan.note)],
        ])}
      />
    </Panel>
  );
}

function CodeListWord({ use }: { readonly use: unknown }) {
  const list = typeof use === 'string' ? use : (use as { readonly list?: string } | undefined)?.list;
  return list ? <CodeListLink list={list} /> : <>–</>;
}

function lengthWords({ minLength, maxLength }: Attributes): ReactNode {
  if (minLength === undefined && maxLength === undefined) return undefined;
  if (minLength === maxLength) return <Num value={maxLength} />;
  return (
    <bdi dir="ltr">
      <Num value={minLength ?? 0} />–<Num value={maxLength} />
    </bdi>
  );
}

/** Days as people write them; everything else as it stands. */
const asWritten = (value: string) => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDay(value) : value);

function RangeWords({ range: { min, max } }: { readonly range: Range }) {
  const { t } = useWords();
  const end = (value: string | undefined) =>
    value === undefined ? '…' : value === 'today' ? t('web:element.today') : asWritten(value);
  return <>{`${end(min)} – ${end(max)}`}</>;
}

function SourceAndOwner({ plan }: { readonly plan: Attributes }) {
  const { t, say } = useWords();
  return (
    <Panel title={t('web:element.sourceAndOwner')}>
      <FactList
        columns={2}
        facts={known([
          [
            t('web:element.authority'),
            plan.authority ? (
              <RegisterLink key="r" register={plan.authority} />
            ) : (
              <State tone="warn">{t('web:element.noSource')}</State>
            ),
          ],
          [t('web:element.origin'), plan.origin && t(`web:origin.${plan.origin}`)],
          [t('web:element.reCollectable'), t(`web:reCollectable.${plan.reCollectable}`)],
          [t('web:element.owner'), plan.owner && say(plan.owner)],
          [t('web:element.dataManager'), plan.dataManager && say(plan.dataManager)],
          [t('web:element.steward'), plan.steward && say(plan.steward)],
          [t('web:element.updateUnit'), plan.updateUnit && say(plan.updateUnit)],
          [t('web:element.legalBasis'), citations(plan.legalBasis)],
          [t('web:element.forms'), (plan.formRefs ?? []).join('; ')],
        ])}
      />
    </Panel>
  );
}

/** Notes of citations are remarks among authors, in whatever language these speak: they stay in the source. */
const citations = (list: readonly Citation[] | undefined): ReactNode =>
  inLines((list ?? []).map(({ text, article }) => [text, article].filter(Boolean).join(', ')));

function inLines(texts: readonly string[]): ReactNode {
  if (texts.length === 0) return undefined;
  return texts.map((text) => (
    <div key={text} dir="auto">
      {text}
    </div>
  ));
}

function Classification({ plan }: { readonly plan: Attributes }) {
  const { t, say } = useWords();
  const { labels } = plan;
  return (
    <Panel title={t('web:element.classification')}>
      <FactList
        columns={2}
        facts={known([
          [t('web:label.sharing.head'), t(`web:label.sharing.${labels.sharing}`)],
          [t('web:label.importance.head'), t(`web:label.importance.${labels.importance}`)],
          [t('web:label.personal.head'), t(`web:label.personal.${labels.personal}`)],
          [
            t('web:element.sensitiveReason'),
            plan.sensitiveReason && t('web:element.sensitivePoint', { point: plan.sensitiveReason }),
          ],
          [t('web:label.secrecy.head'), t(`web:label.secrecy.${labels.secrecy}`)],
          [t('web:element.shareMethod'), plan.shareMethod && t(`web:shareMethod.${plan.shareMethod}`)],
          [t('web:element.purpose'), inLines((plan.purpose ?? []).map((purpose) => say(purpose)))],
          [t('web:element.retention'), plan.retention && say(plan.retention)],
        ])}
      />
    </Panel>
  );
}

interface QualityProps {
  readonly rules: readonly QualityRule[];
  readonly maxAge: number | undefined;
}

function Quality({ rules, maxAge }: QualityProps) {
  const { t, say } = useWords();
  if (rules.length === 0 && maxAge === undefined) return null;
  return (
    <Panel title={t('web:element.quality')}>
      <FactList
        facts={known([
          ...rules.map(
            ({ code, names, expression, dimension }) =>
              [
                t(`web:dimension.${dimension}`),
                <span key={code}>
                  {say(names)} <Code soft>{expression}</Code>
                </span>,
              ] as const,
          ),
          [t('web:element.maxAge'), maxAge !== undefined && t('web:element.days', { count: maxAge })],
        ])}
      />
    </Panel>
  );
}
