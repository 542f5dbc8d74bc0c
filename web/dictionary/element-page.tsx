/** One element in parts: what it means, how it is written, where it comes from, who may see it, where it is used, how it changed. */
import { getElement, type ElementPage as ElementAnswer } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { Page, Panel } from '../ui/page.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { Code, Num } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { flatEntry, parts, type Part } from './attributes.ts';
import { useDictionaryWords } from './attribute-words.tsx';
import { DefinitionPanel, PartFacts } from './element-facts.tsx';
import { ElementHistory } from './element-history.tsx';
import { EntitiesOfElement, UsagePanel } from './usage-panel.tsx';
import { ProposeButton } from './proposals/propose-button.tsx';
import { PersonalTag, SharingTag } from './words.tsx';

const tabs = [...parts, 'usage', 'history'] as const;
type Tab = (typeof tabs)[number];
const tabOf = (asked: string): Tab => tabs.find((tab) => tab === asked) ?? 'definition';

export function ElementPage() {
  const { t } = useWords();
  const element = useAddressPart('element');
  const query = useEndpoint(getElement, { params: { element } });
  const crumbs = [{ label: t('web:menu.dictionary'), to: paths.dictionary() }];
  return (
    <LoadedPage query={query} title={element} crumbs={crumbs}>
      {(answer) => <Known answer={answer} crumbs={crumbs} />}
    </LoadedPage>
  );
}

interface KnownProps {
  readonly answer: ElementAnswer;
  readonly crumbs: readonly { label: string; to: string }[];
}

function Known({ answer, crumbs }: KnownProps) {
  const { t, say } = useDictionaryWords();
  const [view] = useView({ tab: '' });
  const tab = tabOf(view.tab);
  const { element } = answer;
  const addressOf = (one: Tab) => withView(paths.element(element.code), { tab: one === 'definition' ? '' : one });
  return (
    <Page
      title={say(element.names)}
      crumbs={crumbs}
      actions={<ProposeButton kind="element" of={element.code} name={say(element.names)} />}
      mark={
        <>
          <Code>{element.code}</Code>
          <SharingTag labels={element.labels} />
          <PersonalTag labels={element.labels} />
          <Tag>{t('web:dictionary.version', { version: answer.version })}</Tag>
          <Tag>{t('web:dictionary.release', { number: answer.release })}</Tag>
        </>
      }
    >
      <Tabs
        label={t('tab.label')}
        current={addressOf(tab)}
        tabs={tabs.map((one) => ({
          label: t(`tab.${one}`),
          to: addressOf(one),
          ...(one === 'usage' && { count: <Num value={answer.usage.length + answer.entities.length} /> }),
        }))}
      />
      <OpenTab tab={tab} answer={answer} />
    </Page>
  );
}

function OpenTab({ tab, answer }: { readonly tab: Tab; readonly answer: ElementAnswer }) {
  if (tab === 'history') return <ElementHistory answer={answer} />;
  if (tab === 'usage') {
    return (
      <>
        <UsagePanel answer={answer} />
        <EntitiesOfElement entities={answer.entities} />
      </>
    );
  }
  return <PartOf part={tab} answer={answer} />;
}

function PartOf({ part, answer }: { readonly part: Part; readonly answer: ElementAnswer }) {
  const { t } = useDictionaryWords();
  const entry = flatEntry(answer.element);
  return (
    <>
      {part === 'definition' && <DefinitionPanel entry={entry} />}
      <Panel title={t(part === 'definition' ? 'tab.about' : `tab.${part}`)}>
        <PartFacts entry={entry} part={part} />
      </Panel>
    </>
  );
}
