'use client'

import dynamic from 'next/dynamic'

/** The board is drawn by the server; its code comes after the rest of the page. */
export const LazyDemo = dynamic(() => import('./demo.tsx').then((module) => module.Demo))
