/** What a script moves asks here; what styles move, theme.css stops. */
export const wantsNoMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

/** For `scrollIntoView`, which asks nobody by itself. */
export const scrollBehavior = (): ScrollBehavior => (wantsNoMotion() ? 'instant' : 'smooth')
