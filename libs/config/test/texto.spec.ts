import { describe, expect, it } from '@jest/globals';
import { achadosDe, textoCom, type Esperado, type Mudancas } from './env-bom.ts';

const casos: readonly (readonly [string, Mudancas, string, readonly Esperado[]])[] = [
  [
    'a misspelt name',
    {},
    'SUPABSE_URL=https://x.supabase.co',
    [['arquivo .env', 'SUPABSE_URL', 'erro', 'nome desconhecido: você quis dizer SUPABASE_URL?']],
  ],
  [
    'a name in small letters',
    {},
    'debug=false',
    [['arquivo .env', 'debug', 'erro', 'nome desconhecido: você quis dizer DEBUG?']],
  ],
  [
    'a name of another product',
    {},
    'SUPABASE_SERVICE_ROLE_KEY=x9Kq72mWvP31',
    [
      [
        'arquivo .env',
        'SUPABASE_SERVICE_ROLE_KEY',
        'erro',
        'nome desconhecido: você quis dizer SUPABASE_SERVICE_KEY?',
      ],
    ],
  ],
  [
    'a name nobody reads',
    {},
    'COR_FAVORITA=verde',
    [['arquivo .env', 'COR_FAVORITA', 'aviso', 'nome desconhecido: ninguém lê esta variável']],
  ],
  [
    'names of Docker and Compose: nothing',
    {},
    'COMPOSE_HTTP_TIMEOUT=120\nTZ=America/Sao_Paulo',
    [],
  ],
  [
    'a name twice',
    {},
    'JULIA_PORTA=8000\nJULIA_PORTA=8001',
    [['arquivo .env', 'JULIA_PORTA', 'erro', 'já aparece na linha 24: vale só a última']],
  ],
  [
    'a line that is no assignment',
    {},
    'isto não é nada',
    [['arquivo .env', null, 'erro', 'não é NOME=valor']],
  ],
  [
    'blanks around the equals sign',
    {},
    'NOME_EMPRESA = Revoluna',
    [['arquivo .env', 'NOME_EMPRESA', 'erro', 'tem espaço em volta do sinal de igual']],
  ],
  [
    'a blank without quotes',
    { APP_NAME: 'Agente Júlia' },
    '',
    [['arquivo .env', 'APP_NAME', 'erro', 'tem espaço sem aspas: use aspas simples']],
  ],
  [
    'a # without quotes',
    { SLACK_CHANNEL: '#plantoes' },
    '',
    [
      [
        'arquivo .env',
        'SLACK_CHANNEL',
        'erro',
        'tem # sem aspas, e o que vem depois pode se perder: use aspas simples',
      ],
    ],
  ],
  [
    'a comment behind a value',
    { NOME_EMPRESA: 'Revoluna # a empresa' },
    '',
    [
      [
        'arquivo .env',
        'NOME_EMPRESA',
        'erro',
        'tem # sem aspas, e o que vem depois pode se perder: use aspas simples',
      ],
    ],
  ],
  [
    'a $ without quotes',
    { NOME_EMPRESA: 'Revo$luna' },
    '',
    [
      [
        'arquivo .env',
        'NOME_EMPRESA',
        'erro',
        'tem $ sem aspas, que o Compose troca por outra coisa: use aspas simples',
      ],
    ],
  ],
  [
    'a $ between double quotes',
    { NOME_EMPRESA: '"Revo$luna"' },
    '',
    [
      [
        'arquivo .env',
        'NOME_EMPRESA',
        'erro',
        'tem $ entre aspas duplas, que o Compose troca por outra coisa: use aspas simples',
      ],
    ],
  ],
  [
    'a backslash between double quotes',
    { NOME_EMPRESA: '"Revo\\luna"' },
    '',
    [
      [
        'arquivo .env',
        'NOME_EMPRESA',
        'erro',
        'tem barra invertida, crase ou ! entre aspas duplas: cada programa lê de um jeito; use aspas simples',
      ],
    ],
  ],
  [
    'a quote that is not closed',
    { NOME_EMPRESA: "'Revoluna" },
    '',
    [['arquivo .env', 'NOME_EMPRESA', 'erro', 'abre aspas simples e não fecha na mesma linha']],
  ],
  [
    'a double quote that is not closed',
    { NOME_EMPRESA: '"Revoluna' },
    '',
    [['arquivo .env', 'NOME_EMPRESA', 'erro', 'abre aspas duplas e não fecha na mesma linha']],
  ],
  [
    'text behind the quotes',
    { NOME_EMPRESA: '"Revoluna" ltda' },
    '',
    [['arquivo .env', 'NOME_EMPRESA', 'erro', 'tem texto depois das aspas']],
  ],
  [
    'typographic quotes',
    { NOME_EMPRESA: '“Revoluna”' },
    '',
    [['arquivo .env', 'NOME_EMPRESA', 'erro', 'usa aspas curvas: troque por aspas simples retas']],
  ],
  [
    'a quote in the middle',
    { NOME_EMPRESA: "D'Or" },
    '',
    [
      [
        'arquivo .env',
        'NOME_EMPRESA',
        'erro',
        'tem aspas ou barra invertida no meio: escreva tudo entre aspas simples',
      ],
    ],
  ],
  [
    'a star for the shell',
    { DESTINOS_PERMITIDOS: '*' },
    '',
    [
      [
        'arquivo .env',
        'DESTINOS_PERMITIDOS',
        'aviso',
        'tem um símbolo que o terminal interpreta: use aspas simples',
      ],
    ],
  ],
];

describe('check-env on the text of .env', () => {
  it.each(casos)('finds %s', (_, mudancas, resto, esperados) => {
    expect(achadosDe(textoCom(mudancas, resto))).toEqual(esperados);
  });

  it('finds line ends of Windows and an invisible mark at the start', () => {
    const texto = `\uFEFF${textoCom({}).replaceAll('\n', '\r\n')}`;
    expect(achadosDe(texto).map(([, , , problema]) => problema)).toEqual([
      'começa com uma marca invisível (BOM): salve como UTF-8',
      'tem fim de linha do Windows (CRLF): salve com LF',
    ]);
  });

  it('finds nothing in comments, blank lines and quoted values', () => {
    const resto =
      '\n# NOTA = sem $valor\n   \nNOME_EMPRESA=\'R$ 10 # & "cia"\'\nSLACK_CHANNEL="#plantoes"\n';
    expect(achadosDe(textoCom({}, resto))).toEqual([]);
  });
});
