/** What time does to campaigns, in the order in which one may make the next due. */
export const campaignsDue = {};
