import { orgIdsOf, type Viewer } from "#app/people/viewer.ts";

/** Contracts on either side of which the viewer stands. */
export const mine = (viewer: Viewer) => ({ OR: [{ employerId: { in: orgIdsOf(viewer) } }, { providerId: { in: orgIdsOf(viewer) } }] });
/** Parties see their contracts; operators may look at all. */
export const visibleContract = (viewer: Viewer, id: string) => (viewer.operator ? { id } : { id, ...mine(viewer) });
