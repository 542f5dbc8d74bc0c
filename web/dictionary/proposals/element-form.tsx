/** The form of an element: its attributes in the parts of its page; what has no sense for its type is not asked. */
import { useMemo } from 'react';
import { paths, withView } from '../../paths.ts';
import { useView } from '../../ui/hooks.ts';
import { Panel } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Num } from '../../ui/values.tsx';
import { attributes, attributeOf, parts, type Part } from '../attributes.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { AttributeField } from './attribute-field.tsx';
import { attributeAt, withAttribute } from './draft.ts';
import type { FormProps } from './entry-form.ts';
import { ExpressionFields, valueType } from './expression-control.tsx';
import styles from './editor.module.css';

const partOf = (asked: string): Part => parts.find((part) => part === asked) ?? 'definition';

/** The key never changes; the state of a proposed entry is the proposal's. */
const FIXED: ReadonlySet<string> = new Set(['code', 'status']);

export function ElementForm({ address, entry, findings, checking, onChange }: FormProps) {
  const { t } = useDictionaryWords();
  const [view] = useView({ tab: '' });
  const part = partOf(view.tab);
  const addressOf = (one: Part) =>
    withView(paths.proposalEntry(address.proposal, address.kind, address.key), {
      tab: one === 'definition' ? '' : one,
    });
  const wrong = (one: Part) => findings.filter(({ pointer }) => attributeOf(attributeAt(pointer)).part === one).length;
  const shown = attributes.filter(
    ({ name, part: own, when }) =>
      own === part && !FIXED.has(name) && (entry[name] !== undefined || !when || when(entry)),
  );
  const type = valueType(entry['dataType']);
  const scope = useMemo(() => ({ beside: address.key, own: [{ name: 'value', type }] }), [address.key, type]);
  return (
    <ExpressionFields value={scope}>
      <Tabs
        label={t('tab.label')}
        current={addressOf(part)}
        tabs={parts.map((one) => ({
          label: t(`tab.${one}`),
          to: addressOf(one),
          ...(wrong(one) > 0 && {
            count: (
              <>
                <Num value={wrong(one)} /> <span className="visually-hidden">{t('editor.toMend')}</span>
              </>
            ),
          }),
        }))}
      />
      <Panel title={t(part === 'definition' ? 'editor.meaning' : `tab.${part}`)}>
        <div className={styles.form}>
          {shown.map((attribute) => (
            <AttributeField
              key={attribute.name}
              attribute={attribute}
              entry={entry}
              findings={findings}
              checking={checking}
              onChange={(value) => onChange(withAttribute(entry, attribute.name, value))}
            />
          ))}
        </div>
      </Panel>
    </ExpressionFields>
  );
}
