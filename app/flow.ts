/**
 * A lifecycle as one table: each verb's name, who may do it, from which states, to which. Guards, buttons, deadlines, tests and the
 * stepper read the same table. `at` names the column whose moment makes the clock do it.
 */
export type Move<State extends string, Role extends string = string> = {
  by: Role | readonly Role[];
  from: State | readonly State[];
  to: State | readonly State[];
  at?: string;
};
export type Flow<State extends string> = Record<string, Move<State>>;

const list = <T>(x: T | readonly T[]): readonly T[] => (Array.isArray(x) ? x : [x as T]);

/** May `verb` be done in `state`? */
export const allows = <S extends string>(flow: Flow<S>, verb: string, state: S): boolean => {
  const move = flow[verb];
  return move !== undefined && list(move.from).includes(state);
};

/** The states a verb may start from, for the WHERE of its conditional write. */
export const fromStates = <S extends string>(flow: Flow<S>, verb: string): S[] => [...list(flow[verb]!.from)];

/** What `role` may do in `state`: the buttons to show. */
export const movesOf = <S extends string>(flow: Flow<S>, state: S, role: string): string[] =>
  Object.entries(flow)
    .filter(([, move]) => list(move.by).includes(role) && list(move.from).includes(state))
    .map(([verb]) => verb);
