const holder = globalThis as typeof globalThis & { jinchengSingletons?: Map<string, unknown> };

/** One per process, also when the development server loads a module again. */
export function singleton<T>(name: string, make: () => T): T {
  holder.jinchengSingletons ??= new Map();
  if (!holder.jinchengSingletons.has(name)) holder.jinchengSingletons.set(name, make());
  return holder.jinchengSingletons.get(name) as T;
}
