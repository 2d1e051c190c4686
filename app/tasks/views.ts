/** The tabs of the lists: my tasks, my bids, the operators' desk. */
export const myTaskViews = ["all", "draft", "running", "choosing", "contract", "ended"] as const;
export type MyTaskView = (typeof myTaskViews)[number];
export const myBidViews = ["all", "running", "chosen", "ended"] as const;
export type MyBidView = (typeof myBidViews)[number];
export const deskViews = ["review", "running", "suspended"] as const;
export type DeskView = (typeof deskViews)[number];
