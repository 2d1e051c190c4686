export const payouts = {};

export const payoutsNotice = {};
