/** Where an element is used: forms, APIs, indicators, agreements, each of them a way there; and the entities that hold it. */
import { useMemo } from 'react';
import type { ElementPage as ElementAnswer } from '../../src/dictionary/contract.ts';
import { BodyLink } from '../bodies/body-link.tsx';
import { paths } from '../paths.ts';
import { FactList, type Fact } from '../ui/fact-list.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { useWords } from '../i18n.ts';
import { useDictionaryWords } from './attribute-words.tsx';

const placeOfUse: Readonly<Record<string, (subject: string) => string>> = {
  register: paths.register,
  api: paths.api,
  measure: paths.indicator,
  indicator: paths.indicator,
  agreement: paths.agreement,
  form: paths.entity,
  consultation: paths.consultation,
  mapping: paths.mapping,
  task: paths.task,
};

type Use = ElementAnswer['usage'][number];

/** One list a kind of place: "1 form", "2 APIs". */
export function UsagePanel({ answer }: { readonly answer: ElementAnswer }) {
  const { t } = useDictionaryWords();
  const { direction } = useWords();
  const kinds = [...new Set(answer.usage.map(({ kind }) => kind))];
  const ofKind = (kind: string) => answer.usage.filter((use) => use.kind === kind);
  const summary = kinds
    .map((kind) => t(`web:usage.${kind}`, { count: ofKind(kind).length, defaultValue: kind }))
    .join(direction === 'rtl' ? '، ' : ', ');
  return (
    <Panel title={t('usedIn')} note={summary}>
      {answer.usage.length === 0 && <EmptyState title={t('notUsed')} />}
      <FactList
        facts={kinds.map((kind) => [
          t(`web:usageKind.${kind}`, { defaultValue: kind }),
          <Uses key={kind} uses={ofKind(kind)} />,
        ])}
      />
    </Panel>
  );
}

function Uses({ uses }: { readonly uses: readonly Use[] }) {
  const { say } = useWords();
  return uses.map(({ room, kind, subject, label, owner }) => {
    const place = placeOfUse[kind];
    return (
      <div key={`${room}-${subject}`}>
        {place ? <To to={place(subject)}>{say(label)}</To> : <span dir="auto">{say(label)}</span>}
        {owner !== null && (
          <>
            {' · '}
            <BodyLink id={owner} />
          </>
        )}
      </div>
    );
  });
}

export function EntitiesOfElement({ entities }: Pick<ElementAnswer, 'entities'>) {
  const { t } = useDictionaryWords();
  const { say } = useWords();
  const facts = useMemo<readonly Fact[]>(
    () =>
      entities.map(({ name, names, field }) => [
        <To key={name} to={paths.entity(name)}>
          {say(names)}
        </To>,
        <Code key="field" soft>
          {field}
        </Code>,
      ]),
    [entities, say],
  );
  return (
    <Panel title={t('inEntities')}>
      {facts.length > 0 ? <FactList facts={facts} /> : <EmptyState title={t('web:state.none')} />}
    </Panel>
  );
}
