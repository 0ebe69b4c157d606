import type { DestinationStream } from 'pino';

/**
 * What one turn of the event loop logs leaves in one write: under load the writes cost more than the lines. The rest is
 * written when the process exits, whatever ends it; only `kill -9` loses the lines of its last turn.
 */
export function emLotes(saida: DestinationStream): DestinationStream {
  let lote = '';
  const escrever = (): void => {
    const linhas = lote;
    lote = '';
    if (linhas !== '') saida.write(linhas);
  };
  process.on('exit', escrever);
  return {
    write: (linha) => {
      if (lote === '') setImmediate(escrever);
      lote += linha;
    },
  };
}
