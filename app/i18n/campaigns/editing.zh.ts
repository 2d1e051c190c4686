export const editing = {};

export const editingNotice = {};
