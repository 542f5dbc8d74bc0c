/** The kit's settings: a calm, dense office look. Colours stand in tokens.css; here they are lent to the kit. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const artery: MantineColorsTuple = [
  '#eef4fd',
  '#dbe7f9',
  '#b9cff1',
  '#8fb2e8',
  '#6395dd',
  '#3f7bd0',
  '#2762b8',
  '#14458f',
  '#123d7f',
  '#0e3168',
];
const red: MantineColorsTuple = [
  '#fdeaea',
  '#f9d3d3',
  '#f2bcbc',
  '#e58f8f',
  '#d65d5d',
  '#c73838',
  '#b82626',
  '#a61b1b',
  '#8f1616',
  '#741111',
];

const fontFamily = "'Be Vietnam Pro', 'Noto Sans Arabic', system-ui, -apple-system, 'Segoe UI', Tahoma, sans-serif";

/** A dialog's head is a `header` element, which would be a second banner of the page. */
const noBanner = { attributes: { header: { role: 'presentation' } } };

export const theme = createTheme({
  primaryColor: 'artery',
  primaryShade: 7,
  colors: { artery, red },
  black: '#16202e',
  fontFamily,
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.78125rem', sm: '0.84375rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '14px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 500 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'lg', color: 'gray' } },
    // What is typed stands in the direction of its own letters.
    TextInput: { defaultProps: { size: 'sm', dir: 'auto' } },
    Textarea: { defaultProps: { dir: 'auto' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, limit: 200, checkIconPosition: 'right' } },
    Checkbox: { defaultProps: { size: 'md' } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true, multiline: true, maw: 320 } },
    Modal: { defaultProps: { radius: 'md', padding: 'lg', transitionProps: { duration: 120 }, ...noBanner } },
    Drawer: { defaultProps: { padding: 'lg', transitionProps: { duration: 120 }, ...noBanner } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        transitionProps: { duration: 80 },
        withInitialFocusPlaceholder: false,
      },
    },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
});

/** The kit's grey words and lines are paler than the contrast rule allows: ours replace them. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-soft)',
    '--mantine-color-placeholder': '#66758a',
    '--mantine-color-default-border': '#c3ccd9',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-gray-text': 'var(--quiet)',
  },
  dark: {},
});
