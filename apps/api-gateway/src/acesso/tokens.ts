import { timingSafeEqual } from 'node:crypto';

/** Room for any token worth the name; a longer secret makes more. */
const minimoBytes = 256;
const bytesDoTamanho = 4;

/**
 * Accepts any of the given secrets. Always as many bytes are compared, so the time tells neither how a secret begins
 * nor how long it is; a digest would hide as much at several times the cost.
 */
export class Tokens {
  private readonly esperados: readonly Buffer[];
  private readonly apresentado: Buffer;

  constructor(segredos: readonly (string | undefined)[]) {
    const dados = segredos.flatMap((segredo) => (segredo ? [segredo] : []));
    const bytes = Math.max(minimoBytes, ...dados.map((segredo) => Buffer.byteLength(segredo)));
    const vazio = () => Buffer.alloc(bytesDoTamanho + bytes);
    this.esperados = dados.map((segredo) => preencher(vazio(), segredo));
    this.apresentado = vazio();
  }

  aceita(apresentado: string | undefined): boolean {
    if (!apresentado) return false;
    const preenchido = preencher(this.apresentado, apresentado);
    let aceito = false;
    for (const esperado of this.esperados) {
      // All of them, also after one that fits.
      if (timingSafeEqual(esperado, preenchido)) aceito = true;
    }
    return aceito;
  }
}

/** The length, as much of the text as fits, and zeros. */
function preencher(espaco: Buffer, texto: string): Buffer {
  espaco.fill(0);
  espaco.writeUInt32LE(Buffer.byteLength(texto));
  espaco.write(texto, bytesDoTamanho);
  return espaco;
}

/** The token of `Authorization: Bearer <token>`. */
export function bearerDe(cabecalho: string | undefined): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(cabecalho ?? '')?.[1];
}
