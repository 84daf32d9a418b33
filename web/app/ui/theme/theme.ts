import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  type VariantColorsResolver,
} from '@mantine/core';

// The ten shades are for Mantine's own arithmetic; what is seen comes from tokens.css.
const bronze = [
  '#fbf4e9',
  '#f5e6cf',
  '#eccfa3',
  '#e2b774',
  '#dfa55c',
  '#c98a3a',
  '#ad7026',
  '#8f5a17',
  '#784a10',
  '#5f3a0b',
] as const;

// Mantine takes the grounds of its dark theme from this ramp; ours is as warm as the tokens.
const dark = [
  '#ece8e1',
  '#c9c3b8',
  '#a69f94',
  '#7a7368',
  '#464039',
  '#38332d',
  '#211e1b',
  '#181614',
  '#11100e',
  '#0b0a09',
] as const;

// The same for the light theme: skeletons, tracks of switches, pills.
const gray = [
  '#faf9f7',
  '#f3f1ed',
  '#ece9e3',
  '#e3dfd8',
  '#cbc6bc',
  '#b3ada2',
  '#8d867b',
  '#655f57',
  '#3d3933',
  '#24211d',
] as const;

// Text on a filled ground: the tokens know what can be read on it in each theme, Mantine does not.
const variantColorResolver: VariantColorsResolver = (input) => {
  const look = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return look;
  if (input.color === 'red') return { ...look, color: 'var(--surface)' };
  return input.color === undefined || input.color === 'bronze'
    ? { ...look, color: 'var(--text-on-accent)' }
    : look;
};

export const theme = createTheme({
  variantColorResolver,
  primaryColor: 'bronze',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { bronze, dark, gray },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    // The placeholder for the first focus has no role that a menu may hold.
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 80 },
        position: 'bottom-start',
        withInitialFocusPlaceholder: false,
      },
    },
    CloseButton: { defaultProps: { 'aria-label': 'Close' } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 80 }, withArrow: false } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 100, transition: 'fade' },
        // The head of a dialog is not a second banner of the page.
        attributes: { header: { role: 'none' } },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 100, transition: 'fade' } } },
  },
});

// Mantine's own variables, pointed at our tokens; both themes at once, as the tokens themselves change.
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-muted)',
    '--mantine-color-placeholder': 'var(--text-muted)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--sev-error)',
    '--mantine-color-default': 'var(--surface-raised)',
    '--mantine-color-default-hover': 'var(--surface-hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--surface-hover)',
    '--mantine-color-disabled-color': 'var(--text-muted)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-bronze-filled': 'var(--accent)',
    '--mantine-color-bronze-filled-hover': 'var(--accent-hover)',
    '--mantine-color-bronze-light': 'var(--accent-soft)',
    '--mantine-color-bronze-light-hover': 'var(--accent-soft)',
    '--mantine-color-bronze-light-color': 'var(--accent)',
    '--mantine-color-bronze-outline': 'var(--accent)',
    '--mantine-color-gray-light': 'var(--surface-hover)',
    '--mantine-color-gray-light-hover': 'var(--surface-hover)',
    '--mantine-color-gray-light-color': 'var(--text-muted)',
    '--mantine-color-red-6': 'var(--sev-error)',
    '--mantine-color-red-filled': 'var(--sev-error)',
    '--mantine-color-red-filled-hover': 'color-mix(in srgb, var(--sev-error) 88%, var(--text))',
    '--mantine-color-red-light': 'var(--sev-error-soft)',
    '--mantine-color-red-light-color': 'var(--sev-error)',
    '--mantine-color-red-outline': 'var(--sev-error)',
    '--mantine-primary-color-contrast': 'var(--text-on-accent)',
  };
  return { variables: { '--mantine-line-height': '1.5' }, light: ours, dark: ours };
};

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'belfry-theme' });
