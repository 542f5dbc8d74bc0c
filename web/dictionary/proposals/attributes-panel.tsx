/** Attributes of an entry under one another, each with what is wrong about it. */
import { Panel } from '../../ui/page.tsx';
import type { Attribute } from '../attributes.ts';
import { AttributeField } from './attribute-field.tsx';
import { withAttribute } from './draft.ts';
import type { FormProps } from './entry-form.ts';
import styles from './editor.module.css';

interface AttributesPanelProps extends FormProps {
  readonly title: string;
  readonly attributes: readonly Attribute[];
}

export function AttributesPanel({ title, attributes, entry, findings, checking, onChange }: AttributesPanelProps) {
  return (
    <Panel title={title}>
      <div className={styles.form}>
        {attributes.map((attribute) => (
          <AttributeField
            key={attribute.name}
            {...{ attribute, entry, findings, checking }}
            onChange={(value) => onChange(withAttribute(entry, attribute.name, value))}
          />
        ))}
      </div>
    </Panel>
  );
}
