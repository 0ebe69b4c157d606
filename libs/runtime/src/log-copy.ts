import { accessSync, constants, mkdirSync } from 'node:fs';
import type { DestinationStream } from 'pino';
import { createStream } from 'rotating-file-stream';

export interface LogCopyOptions {
  /** Folder of the copy. */
  readonly dir: string;
  /** The live file is `<servico>.log`, older ones `<servico>.1.log` and `<servico>.2.log`. */
  readonly servico: string;
  /** Size at which a file is set aside, as in `10M`. */
  readonly tamanho?: string;
  /** Called once, when the folder cannot be written or stops being writable; the service runs on without the copy. */
  readonly aoFalhar: (erro: unknown) => void;
}

/** With the live file three in all, as Docker keeps of standard output. */
const arquivosAntigos = 2;
/** A disk that cannot keep up loses lines of the copy instead of filling the memory. */
const maximoEmEsperaBytes = 4_194_304;

/**
 * Every line to `saida` and to a rotated file. Standard output stays the truth: a full disk or a folder that this user
 * may not write costs the copy, never a line there. Two processes should not share one name: each rotates for itself.
 */
export function comCopiaEmArquivo(
  saida: DestinationStream,
  { dir, servico, tamanho = '10M', aoFalhar }: LogCopyOptions,
): DestinationStream {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK);
  } catch (erro) {
    aoFalhar(erro);
    return saida;
  }
  // Called with the number of an older file, and with nothing for the live one.
  const nome = (indice: number | Date) =>
    indice ? `${servico}.${Number(indice)}.log` : `${servico}.log`;
  const copia = createStream(nome, { path: dir, size: tamanho, rotate: arquivosAntigos });
  let viva = true;
  const desistir = (erro: unknown) => {
    if (!viva) return;
    viva = false;
    aoFalhar(erro);
  };
  copia.on('error', desistir);
  copia.on('warning', desistir);
  return {
    write: (linha) => {
      saida.write(linha);
      if (viva && copia.writableLength < maximoEmEsperaBytes) copia.write(linha);
    },
  };
}
