import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

export const tuples = {
  neutral: [
    '#F3F6F5',
    '#E8EDEB',
    '#DAE2DF',
    '#C1CBC7',
    '#95A39D',
    '#76867F',
    '#55665F',
    '#3F4E49',
    '#28332F',
    '#121A18',
  ],
  dark: ['#E8EFEB', '#BECBC5', '#9BABA5', '#7F948D', '#42534E', '#2F3D39', '#23302D', '#18211F', '#0F1615', '#0B100F'],
  accent: [
    '#EBF4F9',
    '#D3E6F1',
    '#A9CDE3',
    '#7DB3D3',
    '#4F95BE',
    '#337FAB',
    '#2972A0',
    '#1B5E86',
    '#154B6C',
    '#0F3750',
  ],
  recover: [
    '#FDEDEB',
    '#FBD6D2',
    '#F4ABA4',
    '#EC847A',
    '#E35A4F',
    '#D7281E',
    '#D0241A',
    '#AA1A11',
    '#86140D',
    '#610E08',
  ],
  good: ['#E9F5EE', '#CFE8DA', '#A3D2B8', '#74B993', '#4A9E70', '#338658', '#257147', '#1B5B38', '#14472B', '#0D321E'],
  warn: ['#FCF3DD', '#F6E3B5', '#EBCA7D', '#DCAD48', '#C28F24', '#A37412', '#87600B', '#6C4B06', '#543A04', '#3C2902'],
  fail: ['#F8EEF6', '#EED7E9', '#DBAFD2', '#C785B8', '#AF5C9D', '#984586', '#803670', '#68295A', '#511E46', '#391330'],
} satisfies Record<string, MantineColorsTuple>

/** The head of a dialog is no banner of the page. */
const inDialog = { header: { role: 'presentation' } }

type Role = 'accent' | 'recover' | 'good' | 'warn' | 'fail' | 'off'
const isStatus = (c: string | undefined): c is Role =>
  c === 'good' || c === 'warn' || c === 'fail' || c === 'off' || c === 'accent'

/** Filled exists for two colours only: accent (ordinary) and recover (changes a desktop's state). */
const variants: VariantColorsResolver = (input) => {
  const color = input.color ?? input.theme.primaryColor
  if (input.variant === 'filled' && (color === 'accent' || color === 'recover')) {
    return {
      background: `var(--${color})`,
      hover: `var(--${color}-hover)`,
      color: `var(--on-${color})`,
      border: '1px solid transparent',
    }
  }
  if (input.variant === 'outline' && color === 'recover') {
    return {
      background: 'transparent',
      hover: 'var(--recover-soft)',
      color: 'var(--recover-text)',
      border: '1px solid var(--recover-line)',
    }
  }
  if (input.variant === 'light' && isStatus(color)) {
    return {
      background: `var(--${color}-soft)`,
      hover: `var(--${color}-soft)`,
      color: `var(--${color}-text)`,
      border: `1px solid var(--${color}-line)`,
    }
  }
  return defaultVariantColorsResolver(input)
}

export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--surface)', // AppShell.Main sets var(--bg)
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--fail-text)', // never red: red is Recover
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-gray-4': 'var(--line-strong)', // edges of inputs and boxes
    '--mantine-color-dark-4': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--off-soft)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  }
  return { variables: {}, light: both, dark: both }
}

/**
 * Mantine as the help desk has it. A shade is chosen once for each scheme, as a token in tokens.css; here Mantine is told
 * those names. Nothing locks scrolling: the library that does writes a style element, which the page's policy forbids.
 */
export const theme = createTheme({
  colors: tuples,
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  white: '#FFFFFF',
  black: tuples.neutral[9],
  fontFamily: 'Inter, "Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: '"JetBrains Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.4', md: '1.45', lg: '1.4', xl: '1.25' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: variants,
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'default', h: 32, fw: 500 } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500, h: 21 } },
    Table: {
      defaultProps: { fz: 'sm', verticalSpacing: 0, horizontalSpacing: 10, highlightOnHover: true, stickyHeader: true },
    },
    Paper: { defaultProps: { radius: 'lg', withBorder: true, shadow: undefined } },
    Drawer: {
      defaultProps: {
        attributes: inDialog,
        position: 'right',
        size: 560,
        lockScroll: false,
        overlayProps: { color: 'var(--scrim)', backgroundOpacity: 1 },
      },
    },
    Modal: {
      defaultProps: {
        attributes: inDialog,
        size: 520,
        radius: 'lg',
        yOffset: 120,
        lockScroll: false,
        overlayProps: { color: 'var(--scrim)', backgroundOpacity: 1 },
      },
    },
    Tooltip: { defaultProps: { openDelay: 250, withinPortal: true } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
})
