/** What Insomnia loads: one request hook. */
import type { HookContext } from './insomnia'
import { signRequest } from './sign-request'

export const requestHooks = [({ request }: HookContext): Promise<void> => signRequest(request)]
