import type { FactoryProvider } from '@nestjs/common';

/** A class, abstract or not, that is a type and its injection token in one. */
export type Token<T> = abstract new (...args: never[]) => T;

/**
 * Provides a plain class whose constructor is filled from Nest by type-checked tokens: a wrong order, a missing
 * dependency or a wrong port does not compile.
 */
export function bind<T, A extends unknown[]>(
  use: new (...args: A) => T,
  ...inject: { [K in keyof A]: Token<A[K]> }
): FactoryProvider<T> {
  return {
    provide: use,
    useFactory: (...deps: unknown[]) => new use(...(deps as A)),
    inject: inject as NonNullable<FactoryProvider['inject']>,
  };
}

/** Binds a port, or a class that takes options, to what implements it in this app. `inject` fills the factory. */
export function implement<T, A extends unknown[] = []>(
  port: Token<T>,
  useFactory: (...deps: A) => T | Promise<T>,
  ...inject: { [K in keyof A]: Token<A[K]> }
): FactoryProvider<T> {
  return {
    provide: port as never,
    useFactory: (...deps: unknown[]) => useFactory(...(deps as A)),
    inject: inject as NonNullable<FactoryProvider['inject']>,
  };
}
