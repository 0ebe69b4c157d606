/** Where a block of the guide is followed. */
const SERVIDORES = ['ensaio', 'local', 'producao'] as const;
export type NomeDoServidor = (typeof SERVIDORES)[number];

/** A block of the guide that promises to work as it is written. */
export interface Prova {
  readonly servidor: NomeDoServidor;
  /** Heading under which it stands. */
  readonly titulo: string;
  /** Line of its first command, from 1. */
  readonly linha: number;
  readonly comandos: string;
}

const MARCA = /^<!-- prova: (\w+) -->$/;
const ABERTURA = '```bash';

/** Every bash block, in order. A block without a mark, and a mark without a block or for a server unknown, is an error. */
export function provasDoGuia(markdown: string): Prova[] {
  const linhas = markdown.split('\n');
  const provas: Prova[] = [];
  let titulo = '';
  let marca: { readonly nome: string; readonly linha: number } | undefined;
  linhas.forEach((linha, indice) => {
    if (/^#+ /.test(linha) && !dentroDeBloco(linhas, indice)) titulo = linha.replace(/^#+ /, '');
    const nome = MARCA.exec(linha.trim())?.[1];
    if (linha.trim() === ABERTURA) {
      if (!marca) throw new Error(`linha ${indice + 1}: um bloco bash sem <!-- prova: … -->`);
      provas.push({ servidor: servidorDe(marca), titulo, ...blocoDe(linhas, indice) });
      marca = undefined;
    } else if (nome) marca = { nome, linha: indice + 1 };
    else if (marca && linha.trim() !== '') {
      throw new Error(`linha ${marca.linha}: <!-- prova: … --> sem um bloco bash logo depois`);
    }
  });
  if (marca)
    throw new Error(`linha ${marca.linha}: <!-- prova: … --> sem um bloco bash logo depois`);
  return provas;
}

/** A # at the start of a line of a block is a comment, not a heading. */
function dentroDeBloco(linhas: readonly string[], indice: number): boolean {
  return linhas.slice(0, indice).filter((linha) => /^ *```/.test(linha)).length % 2 === 1;
}

function servidorDe({ nome, linha }: { nome: string; linha: number }): NomeDoServidor {
  const servidor = SERVIDORES.find((conhecido) => conhecido === nome);
  if (!servidor) throw new Error(`linha ${linha}: não há um servidor "${nome}"`);
  return servidor;
}

function blocoDe(linhas: readonly string[], inicio: number): Pick<Prova, 'linha' | 'comandos'> {
  const fim = linhas.findIndex((linha, n) => n > inicio && linha.trim() === '```');
  if (fim < 0) throw new Error(`linha ${inicio + 1}: um bloco sem fim`);
  return { linha: inicio + 2, comandos: linhas.slice(inicio + 1, fim).join('\n') };
}

/** Item and command of each row of the table under a heading whose second column is one command in backticks. */
export function comandosDaTabela(
  markdown: string,
  titulo: string,
): { item: string; comando: string }[] {
  const [, depois = ''] = markdown.split(`\n## ${titulo}\n`);
  const [secao = ''] = depois.split('\n## ');
  return [...secao.matchAll(/^\| *([^|]+?) *\| *`([^`]+)` *\|/gm)].map(([, item, comando]) => ({
    item: item ?? '',
    comando: comando ?? '',
  }));
}

/** A sentence that a step of the suite rests on; one that the guide does not say, wherever its lines break, is an error. */
export function exigirFrase(markdown: string, frase: string): void {
  const plano = (texto: string) => texto.replaceAll(/\s+/g, ' ');
  if (!plano(markdown).includes(plano(frase))) throw new Error(`o guia já não diz: ${frase}`);
}
