/** Not known here yet: the event came before the commit that it tells about. It is tried again. */
export class NotYet extends Error {}
