import { hash, timingSafeEqual } from 'node:crypto';

const digerir = (texto: string) => Buffer.from(hash('sha256', texto));

/** Accepts any of the given secrets; comparing digests takes the same time whatever the guess. */
export class Tokens {
  private readonly esperados: readonly Buffer[];

  constructor(segredos: readonly (string | undefined)[]) {
    this.esperados = segredos.flatMap((segredo) => (segredo ? [digerir(segredo)] : []));
  }

  aceita(apresentado: string | undefined): boolean {
    if (!apresentado) return false;
    const digerido = digerir(apresentado);
    return this.esperados.map((esperado) => timingSafeEqual(esperado, digerido)).includes(true);
  }
}

/** The token of `Authorization: Bearer <token>`. */
export function bearerDe(cabecalho: string | undefined): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(cabecalho ?? '')?.[1];
}
