/** Choosing from a list by typing: marks may be left out, and typing begins anew instead of adding to what is chosen. */
import { Select, type ComboboxItem, type SelectProps } from '@mantine/core';
import { fold } from '../../src/platform/search/fold.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChooseProps extends Omit<SelectProps, 'data' | 'filter'> {
  readonly data: readonly Choice[];
  /** The node has searched already: the choices are shown as they come. */
  readonly found?: boolean;
}

export function Choose({ data, found = false, value, onFocus, ...rest }: ChooseProps) {
  const chosen = data.find((choice) => choice.value === value)?.label;
  return (
    <Select
      searchable
      // Typing, a click or an arrow opens it: where the cursor is put, nothing may cover the form.
      openOnFocus={false}
      value={value || null}
      data={[...data]}
      filter={({ options, search }) => {
        const wanted = search === chosen ? '' : fold(search);
        if (found || wanted === '') return options;
        return options.filter((option) => fold((option as ComboboxItem).label).includes(wanted));
      }}
      onFocus={(event) => {
        event.currentTarget.select();
        onFocus?.(event);
      }}
      {...rest}
    />
  );
}
