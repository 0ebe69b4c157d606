import type { Achado } from './achado.ts';

export interface LinhaDoEnv {
  readonly nome: string;
  readonly linha: number;
}

export interface TextoLido {
  readonly linhas: readonly LinhaDoEnv[];
  readonly achados: readonly Achado[];
}

const atribuicao = /^(?:export\s+)?([A-Za-z_][\w.-]*)(\s*)=(\s*)(.*)$/;

/** First match wins. Each is a value that Node, Compose and a shell do not read alike. */
const leiturasDiferentes: readonly (readonly [RegExp, Achado['nivel'], string])[] = [
  [/^['"]?[“”‘’]|[“”‘’]['"]?$/, 'erro', 'usa aspas curvas: troque por aspas simples retas'],
  [/^'[^']*'\s+#/, 'aviso', 'tem um comentário na mesma linha: ponha-o na linha de cima'],
  [/^'[^']*'$|^$/, 'aviso', ''],
  [/^'[^']*$/, 'erro', 'abre aspas simples e não fecha na mesma linha'],
  [/^'/, 'erro', 'tem aspas simples no meio ou texto depois delas'],
  [/^"[^"]*$/, 'erro', 'abre aspas duplas e não fecha na mesma linha'],
  [/^"[^"]*"\s*\S/, 'erro', 'tem texto depois das aspas'],
  [
    /^".*\$/,
    'erro',
    'tem $ entre aspas duplas, que o Compose troca por outra coisa: use aspas simples',
  ],
  [
    /^".*[\\`!]/,
    'erro',
    'tem barra invertida, crase ou ! entre aspas duplas: cada programa lê de um jeito; use aspas simples',
  ],
  [/^"/, 'aviso', ''],
  [/\$/, 'erro', 'tem $ sem aspas, que o Compose troca por outra coisa: use aspas simples'],
  [/#/, 'erro', 'tem # sem aspas, e o que vem depois pode se perder: use aspas simples'],
  [/\s/, 'erro', 'tem espaço sem aspas: use aspas simples'],
  [/['"\\`]/, 'erro', 'tem aspas ou barra invertida no meio: escreva tudo entre aspas simples'],
  [/[&;|<>()*?!~]/, 'aviso', 'tem um símbolo que o terminal interpreta: use aspas simples'],
];

function conferirValor(nome: string, linha: number, bruto: string): Achado[] {
  const caso = leiturasDiferentes.find(([padrao]) => padrao.test(bruto));
  if (!caso || caso[2] === '') return [];
  return [{ grupos: ['arquivo .env'], variavel: nome, linha, nivel: caso[1], problema: caso[2] }];
}

/** Reads the text itself: what a parser forgives or reads its own way. Line contents are never repeated. */
export function lerTexto(texto: string): TextoLido {
  const achados: Achado[] = [];
  const linhas: LinhaDoEnv[] = [];
  const erro = (problema: string, linha: number, variavel: string | null = null) =>
    achados.push({ grupos: ['arquivo .env'], variavel, linha, nivel: 'erro', problema });
  if (texto.startsWith('\uFEFF')) erro('começa com uma marca invisível (BOM): salve como UTF-8', 1);
  if (texto.includes('\r')) erro('tem fim de linha do Windows (CRLF): salve com LF', 1);
  const limpo = texto.replace(/^\uFEFF/, '').replaceAll('\r', '');
  for (const [indice, bruta] of limpo.split('\n').entries()) {
    const numero = indice + 1;
    const linha = bruta.trim();
    if (linha === '' || linha.startsWith('#')) continue;
    const [inteira, nome = '', antes = '', depois = '', valor = ''] = atribuicao.exec(linha) ?? [];
    if (inteira === undefined) {
      erro('não é NOME=valor', numero);
      continue;
    }
    if (antes !== '' || (depois !== '' && valor !== '')) {
      erro('tem espaço em volta do sinal de igual', numero, nome);
    }
    const anterior = linhas.find((outra) => outra.nome === nome);
    if (anterior) erro(`já aparece na linha ${anterior.linha}: vale só a última`, numero, nome);
    linhas.push({ nome, linha: numero });
    achados.push(...conferirValor(nome, numero, valor));
  }
  return { linhas, achados };
}
