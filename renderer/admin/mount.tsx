import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { type Admin, AdminContext } from './api/admin.ts'
import { createQueries } from './api/queries.ts'
import { createPages } from './pages.tsx'
import { SignedIn } from './shell/SignedIn.tsx'
import { theme } from './style/theme.ts'

const schemes = localStorageColorSchemeManager({ key: 'daruma.scheme' })

/** Draws the page. */
export function mount(element: HTMLElement | null, admin: Admin): void {
  if (element === null) throw new Error('the page has no element to be drawn in')
  const queries = createQueries()
  const pages = createPages()
  createRoot(element).render(
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      // Both would be style elements, which the page's policy forbids: style/variables.ts.
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      <AdminContext value={admin}>
        <QueryClientProvider client={queries}>
          <SignedIn>
            <RouterProvider router={pages} />
          </SignedIn>
        </QueryClientProvider>
      </AdminContext>
    </MantineProvider>,
  )
}
