'use client'

import DashboardError from '../(dashboard)/error.tsx'

/** The same words as behind the sign-in. */
export default DashboardError
