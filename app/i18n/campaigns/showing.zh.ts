export const showing = {};

export const showingNotice = {};
