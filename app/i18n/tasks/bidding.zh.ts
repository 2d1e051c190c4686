export const bidding = {};
