/** A block of the guide that promises to work as it is written. */
export interface Prova {
  /** Heading under which it stands. */
  readonly titulo: string;
  /** Line of its first command, from 1. */
  readonly linha: number;
  readonly comandos: string;
}

const MARCA = '<!-- prova -->';

/** The fenced blocks that follow `<!-- prova -->`, in order. A mark without a block is an error. */
export function provasDoGuia(markdown: string): Prova[] {
  const linhas = markdown.split('\n');
  const provas: Prova[] = [];
  let titulo = '';
  linhas.forEach((linha, indice) => {
    if (/^#+ /.test(linha)) titulo = linha.replace(/^#+ /, '');
    if (linha.trim() !== MARCA) return;
    const inicio = linhas.findIndex((outra, n) => n > indice && outra.trim() !== '');
    const fim = linhas.indexOf('```', inicio + 1);
    if (linhas[inicio] !== '```bash' || fim < 0) {
      throw new Error(`linha ${indice + 1}: ${MARCA} sem um bloco bash logo depois`);
    }
    provas.push({ titulo, linha: inicio + 2, comandos: linhas.slice(inicio + 1, fim).join('\n') });
  });
  return provas;
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
